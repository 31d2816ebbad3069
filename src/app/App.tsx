import type { AppRootProps } from '@grafana/data';

export default function App(_: AppRootProps) {
  return null;
}
