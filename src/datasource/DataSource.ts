import {
  CoreApp,
  LoadingState,
  type DataFrame,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type ScopedVars,
} from '@grafana/data';
import { DataSourceWithBackend, getTemplateSrv } from '@grafana/runtime';
import type { DataQuery } from '@grafana/schema';
import { map, type Observable } from 'rxjs';
import type { ResourceParams, ResourcePath } from '../model/resources';
import { annotationSupport } from './annotations/annotationSupport';
import { displayText, nameOf } from './displayText';
import { forExplore } from './explore/forExplore';
import { withLinks } from './explore/withLinks';
import { interpolateQuery, type Replace } from './interpolate';
import { defaultQuery, saysWhat } from './newQuery';
import { ResourceClient, type ResourceAnswers } from './resources';
import type { TidemarkOptions, TidemarkQuery } from './types';
import { TidemarkVariableSupport } from './variables/variableSupport';

/** Tidemark's data source in the browser. The backend answers; this side only prepares questions. */
export class TidemarkDataSource extends DataSourceWithBackend<TidemarkQuery, TidemarkOptions> {
  private readonly resources = new ResourceClient((path, params) =>
    // The editor that asked shows the failure at the field; a pop-up of Grafana beside it would say the same again.
    this.getResource<unknown>(path, params, { showErrorAlert: false })
  );

  constructor(settings: DataSourceInstanceSettings<TidemarkOptions>) {
    super(settings);
    this.annotations = annotationSupport;
    this.variables = new TidemarkVariableSupport(this);
  }

  override getDefaultQuery(app: CoreApp): Partial<TidemarkQuery> {
    return defaultQuery(app);
  }

  override filterQuery(query: TidemarkQuery): boolean {
    return query.hide !== true && saysWhat(query);
  }

  /**
   * A dashboard asks with its variables empty where they could not be filled, the upstream being down for example. The
   * backend cannot know of them and would ask for a model that the query does name; so it is said here.
   */
  override query(request: DataQueryRequest<TidemarkQuery>): Observable<DataQueryResponse> {
    const lacksSubject = (target: TidemarkQuery): boolean =>
      this.filterQuery(target) && !saysWhat(this.applyTemplateVariables(target, request.scopedVars));
    const lacking = request.targets.filter(lacksSubject);
    const asked = super.query({ ...request, targets: request.targets.filter((target) => !lacking.includes(target)) });
    const answer =
      request.app === CoreApp.Explore
        ? asked.pipe(
            map((response) => ({
              ...response,
              data: withLinks(forExplore(response.data as DataFrame[]), request.targets, {
                uid: this.uid,
                name: this.name,
                range: request.range,
              }),
            }))
          )
        : asked;
    if (lacking.length === 0) {
      return answer;
    }
    const errors = lacking.map(({ refId, model, source }) => ({
      refId,
      message: `${model ?? (source === undefined ? '' : nameOf(source))} stands for nothing yet. Choose a value in that variable; where it offers none, point at the warning beside it.`,
    }));
    return answer.pipe(
      map((response) => ({
        ...response,
        state: LoadingState.Error,
        errors: [...(response.errors ?? []), ...errors],
      }))
    );
  }

  /**
   * Grafana asks this where a person changes the data source, in Explore or of a panel. It would ask for abstract queries
   * first, which keep no more of an expression than its first metric and matchers: those are not offered.
   */
  override async importQueries(queries: DataQuery[], origin: DataSourceApi<DataQuery>): Promise<TidemarkQuery[]> {
    if (!origin.type.includes('prometheus')) {
      return [];
    }
    // The grammar of PromQL is as large as all else of this entry, which is loaded with every dashboard.
    const { fromPrometheus } = await import('./import/fromPrometheus');
    return fromPrometheus(queries);
  }

  override getQueryDisplayText(query: TidemarkQuery): string {
    return displayText(query);
  }

  override applyTemplateVariables(query: TidemarkQuery, scopedVars: ScopedVars): TidemarkQuery {
    const replace: Replace = (text, format) => getTemplateSrv().replace(text, scopedVars, format);
    return interpolateQuery(query, replace);
  }

  override interpolateVariablesInQueries(queries: TidemarkQuery[], scopedVars: ScopedVars): TidemarkQuery[] {
    // Explore gets the query of a panel: there, the variable that chose the data source does not exist.
    return queries.map((query) => ({ ...this.applyTemplateVariables(query, scopedVars), datasource: this.getRef() }));
  }

  /** Asks a resource of the backend, for an editor or a variable; variables in the parameters are filled in. */
  ask<P extends ResourcePath>(
    path: P,
    params: ResourceParams,
    scopedVars: ScopedVars = {}
  ): Promise<ResourceAnswers[P]> {
    const filled = Object.fromEntries(
      Object.entries(params).map(([name, value]: [string, unknown]) => [
        name,
        typeof value === 'string' ? getTemplateSrv().replace(value, scopedVars) : value,
      ])
    );
    return this.resources.ask(path, filled);
  }

  /** The dashboard's variables as they are written in a query: `$country`. */
  variableNames(): string[] {
    return getTemplateSrv()
      .getVariables()
      .map(({ name }) => `$${name}`);
  }
}
