/**
 * A member of what Grafana tells a link. It stands behind a proxy that hands out proxies, which JavaScript forbids for a
 * member of something frozen: to read the labels of an alert in the usual way throws in Grafana 12.4. Nothing is changed.
 */
export function member(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null
    ? (Object.getOwnPropertyDescriptor(object, name)?.value as unknown)
    : undefined;
}
