import { FieldType, type DataFrame, type DataLink, type Field, type TimeRange } from '@grafana/data';
import { change } from '../change';
import { withoutUnread } from '../kinds/outline';
import type { TidemarkQuery } from '../types';

/** What a link asks: the data source that answered, over the same time. */
export interface Home {
  readonly uid: string;
  readonly name: string;
  readonly range: TimeRange;
}

/** Where Grafana puts the value of the cell that was clicked. */
const CELL = '${__value.raw}';

function linkTo(query: TidemarkQuery, title: string, { uid, name, range }: Home): DataLink {
  // Grafana's type of a query here is that of any data source.
  return { title, url: '', internal: { datasourceUid: uid, datasourceName: name, query, range } };
}

/** What that feature looks like, with all that the query at hand says of traffic, reference and bins. */
function distributionOf(query: TidemarkQuery): TidemarkQuery {
  return withoutUnread(
    change(query, {
      queryType: 'distribution',
      features: [CELL],
      format: undefined,
      frames: undefined,
      groupBy: undefined,
      window: undefined,
    }),
    'distribution'
  );
}

/** When that version was deployed, and what changed with it: against the version before, whatever this query compares with. */
function deploymentOf(query: TidemarkQuery): TidemarkQuery {
  return withoutUnread(
    change(query, {
      queryType: 'models',
      filters: { version: CELL },
      format: undefined,
      frames: ['versions', 'changes'],
      metrics: undefined,
      reference: undefined,
    }),
    'models'
  );
}

function linkOf({ name, type }: Field, query: TidemarkQuery, home: Home): DataLink | undefined {
  if (type !== FieldType.string) {
    return undefined;
  }
  if (name === 'feature') {
    return linkTo(distributionOf(query), 'Show its distribution', home);
  }
  return name === 'version' && query.queryType !== 'models' && query.model !== undefined
    ? linkTo(deploymentOf(query), 'Show its deployment', home)
    : undefined;
}

/**
 * Links in the cells of tables in Explore: from a feature to its distribution, from a version to its deployment. From a
 * row to its line in the log the backend links, which knows where the log is.
 */
export function withLinks(frames: readonly DataFrame[], queries: readonly TidemarkQuery[], home: Home): DataFrame[] {
  return frames.map((frame) => {
    const query = queries.find(({ refId }) => refId === frame.refId);
    if (query === undefined || frame.meta?.preferredVisualisationPluginId !== undefined) {
      return frame;
    }
    return {
      ...frame,
      fields: frame.fields.map((field) => {
        const link = linkOf(field, query, home);
        return link === undefined
          ? field
          : { ...field, config: { ...field.config, links: [...(field.config.links ?? []), link] } };
      }),
    };
  });
}
