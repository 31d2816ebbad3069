import { useEffect, useState } from 'react';
import type { DataSourceInstanceSettings } from '@grafana/data';
import type { PackOf } from './packOf';

/**
 * The rules that the settings of a data source make; undefined until they have been made. What reads settings and makes
 * rules of them is loaded apart: it is larger than the page.
 */
export function usePack(source: DataSourceInstanceSettings | undefined): PackOf | undefined {
  const [made, setMade] = useState<{ readonly of: string; readonly pack: PackOf }>();
  // By what stands in it: Grafana may hand over another object each time.
  const settings = JSON.stringify([source?.uid, source?.jsonData]);
  useEffect(() => {
    let gone = false;
    if (source !== undefined) {
      void import('./packOf').then(({ packOf }) => !gone && setMade({ of: settings, pack: packOf(source) }));
    }
    return () => {
      gone = true;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settings]);
  return made?.of === settings ? made.pack : undefined;
}
