import {
  CustomVariableSupport,
  type DataQueryRequest,
  type DataQueryResponse,
  type MetricFindValue,
} from '@grafana/data';
import { from, map, type Observable } from 'rxjs';
import { RESOURCES } from '../../model/resources';
import { TELEMETRY } from '../../model/telemetry';
import type { TidemarkSource } from '../source';
import { LazyVariableEditor } from '../lazy';
import type { TidemarkQuery, TidemarkOptions, TidemarkVariableQuery } from '../types';
import { variableQuery } from './variableQuery';

const values = (names: readonly string[]): MetricFindValue[] => names.map((name) => ({ text: name, value: name }));

/** What a variable needs of the data source: the network's edge, and the values of other variables. */
type AnsweringDataSource = Pick<TidemarkSource, 'ask' | 'applyTemplateVariables'>;

/** The values that a variable's query finds. What is missing in it is said, not answered with an empty list. */
export async function findValues(
  datasource: AnsweringDataSource,
  request: Pick<DataQueryRequest<TidemarkVariableQuery>, 'targets' | 'range' | 'scopedVars'>
): Promise<MetricFindValue[]> {
  const query = variableQuery(request.targets[0]);
  const range = { from: request.range.from.valueOf(), to: request.range.to.valueOf() };
  const { model, label } = query;
  const ofModel = { ...range, ...(model !== undefined && { model }) };
  const needsModel = (): void => {
    if (model === undefined || model === '') {
      throw new Error(`Choose a model: the variable asks for its ${query.kind.replace('_', ' ')}.`);
    }
    // Asked without a model, the backend answers what all models have together.
    if (datasource.applyTemplateVariables({ refId: query.refId, model }, request.scopedVars).model === '') {
      throw new Error(`${model} stands for nothing yet: choose a value there, or see the warning beside it.`);
    }
  };
  switch (query.kind) {
    case 'models': {
      const models = await datasource.ask(RESOURCES.models, range, request.scopedVars);
      return models.map(({ id, title }) => ({ text: title, value: id }));
    }
    case 'profiles':
      return values(await datasource.ask(RESOURCES.profiles, ofModel, request.scopedVars));
    case 'features': {
      needsModel();
      const features = await datasource.ask(RESOURCES.features, ofModel, request.scopedVars);
      return values(features.map(({ name }) => name));
    }
    case 'versions':
      needsModel();
      return values(
        await datasource.ask(RESOURCES.labelValues, { ...ofModel, label: TELEMETRY.versionLabel }, request.scopedVars)
      );
    case 'label_values':
      needsModel();
      if (label === undefined || label === '') {
        throw new Error('Choose a label: the variable asks for its values.');
      }
      return values(await datasource.ask(RESOURCES.labelValues, { ...ofModel, label }, request.scopedVars));
  }
}

/** Dashboard variables: models, and what a model has. */
export class TidemarkVariableSupport extends CustomVariableSupport<
  TidemarkSource,
  TidemarkVariableQuery,
  TidemarkQuery,
  TidemarkOptions
> {
  editor = LazyVariableEditor;

  constructor(private readonly datasource: AnsweringDataSource) {
    super();
    // Grafana calls it without the object that it belongs to.
    this.query = this.query.bind(this);
  }

  query(request: DataQueryRequest<TidemarkVariableQuery>): Observable<DataQueryResponse> {
    return from(findValues(this.datasource, request)).pipe(map((data) => ({ data })));
  }
}
