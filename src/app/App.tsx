import type { AppRootProps } from '@grafana/data';
import { ModelsPage } from './models/ModelsPage';

/** One page so far: every path of the app leads to it. */
export default function App(_: AppRootProps) {
  return <ModelsPage />;
}
