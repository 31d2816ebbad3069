import { useEffect, useState } from 'react';
import type { DataSourceInstanceSettings } from '@grafana/data';
import { DataSourceWithBackend, getDataSourceSrv } from '@grafana/runtime';
import { DATASOURCE_ID, RESOURCES, type ModelInfo } from '../../model';
import { errorText } from './errorText';

/** One of our data sources and the models it knows, or why it cannot say. */
export interface SourceModels {
  readonly settings: DataSourceInstanceSettings;
  readonly models: readonly ModelInfo[];
  readonly error?: string;
}

export type ModelsState =
  { readonly loading: true } | { readonly loading: false; readonly sources: readonly SourceModels[] };

async function readSource(settings: DataSourceInstanceSettings): Promise<SourceModels> {
  try {
    const source = await getDataSourceSrv().get(settings.uid);
    if (!(source instanceof DataSourceWithBackend)) {
      throw new Error('it did not load as a data source of Tidemark');
    }
    const models: ModelInfo[] = await source.getResource(RESOURCES.models, undefined, {
      // The page shows the failure in its place; a pop-up of Grafana over it would say the same again.
      showErrorAlert: false,
    });
    return { settings, models };
  } catch (error) {
    return { settings, models: [], error: errorText(error) };
  }
}

/** Every model of every Tidemark data source that the viewer may see. One source that fails leaves the others whole. */
export function useModels(): ModelsState {
  const [state, setState] = useState<ModelsState>({ loading: true });
  useEffect(() => {
    let gone = false;
    const settings = getDataSourceSrv().getList({ pluginId: DATASOURCE_ID });
    void Promise.all(settings.map(readSource)).then((sources) => {
      if (!gone) {
        setState({ loading: false, sources });
      }
    });
    return () => {
      gone = true;
    };
  }, []);
  return state;
}
