import type { TimeRange } from '@grafana/data';
import { useState } from 'react';
import { RESOURCES, type FeatureInfo, type ModelInfo, type ResourceParams } from '../../model';
import type { TidemarkSource } from '../source';
import { describeError } from '../describeError';
import type { TidemarkQuery } from '../types';
import { useResource, type Loaded } from './useResource';

/** All that a query's editor can offer, as far as it is known. */
export interface EditorResources {
  readonly models: Loaded<readonly ModelInfo[]>;
  readonly features: Loaded<readonly FeatureInfo[]>;
  /** Fields of the lines that a log source picks. */
  readonly fields: Loaded<readonly FeatureInfo[]>;
  readonly profiles: Loaded<readonly string[]>;
  readonly metrics: Loaded<readonly string[]>;
  readonly labelNames: Loaded<readonly string[]>;
  readonly loadValues: (label: string) => Promise<readonly string[]>;
  /** Why something cannot be offered. */
  readonly failures: ReadonlyArray<string | undefined>;
}

/** What the labels of a query are looked up on: its model, the metric it names, or the streams it picks. */
function labelScope({ model, source, upstream }: TidemarkQuery): ResourceParams | undefined {
  if (source?.upstream === 'loki') {
    const { upstream, selector } = source;
    return selector === '' ? undefined : { upstream, selector };
  }
  if (source !== undefined) {
    const { metric, selector } = source;
    return metric === '' ? undefined : { metric, ...(selector !== undefined && { selector }) };
  }
  return model === undefined || model === '' ? undefined : { model, ...(upstream !== undefined && { upstream }) };
}

/** Asks the backend for what fits the query as it stands, and for nothing that no field of it would show. */
export function useEditorResources(
  datasource: Pick<TidemarkSource, 'ask'>,
  query: TidemarkQuery,
  range: TimeRange | undefined
): EditorResources {
  const [valuesFailure, setValuesFailure] = useState<string>();
  const { model, source, reference } = query;
  const scope = labelScope(query);
  const wantsProfiles = reference?.kind === 'profile';

  const models = useResource(datasource, RESOURCES.models, {}, range);
  const features = useResource(datasource, RESOURCES.features, source === undefined ? scope : undefined, range);
  const profiles = useResource(
    datasource,
    RESOURCES.profiles,
    wantsProfiles ? { ...(model !== undefined && { model }) } : undefined,
    range
  );
  const fields = useResource(
    datasource,
    RESOURCES.fields,
    source?.upstream === 'loki' && source.selector !== ''
      ? { selector: source.selector, ...(source.parser !== undefined && { parser: source.parser }) }
      : undefined,
    range
  );
  const metrics = useResource(
    datasource,
    RESOURCES.metrics,
    source?.upstream === 'prometheus' ? { kind: source.kind } : undefined,
    range
  );
  const labelNames = useResource(datasource, RESOURCES.labelNames, scope, range);

  const loadValues = async (label: string): Promise<readonly string[]> => {
    try {
      const times = range && { from: range.from.valueOf(), to: range.to.valueOf() };
      const values = await datasource.ask(RESOURCES.labelValues, { ...scope, ...times, label });
      setValuesFailure(undefined);
      return values;
    } catch (error) {
      setValuesFailure(describeError(error));
      return [];
    }
  };

  const failures = [models, features, fields, profiles, metrics, labelNames].map(({ failure }) => failure);
  return {
    models,
    features,
    fields,
    profiles,
    metrics,
    labelNames,
    loadValues,
    failures: [...failures, valuesFailure],
  };
}
