import Scaffolded, { cacheStore } from '../../.config/jest/mocks/react-inlinesvg';

export { cacheStore };

/**
 * The scaffolded stand-in for pictures reads a name out of their address, by an expression that takes ten seconds where
 * the picture itself stands in place of an address, as in Grafana's empty states.
 */
export default function InlineSvg({ src }: { readonly src: string }) {
  return <Scaffolded src={src.startsWith('<') ? 'picture' : src} />;
}
