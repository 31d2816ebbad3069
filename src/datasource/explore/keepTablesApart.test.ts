import { FieldType, standardTransformers, toDataFrame, type DataFrame } from '@grafana/data';
import { lastValueFrom, of } from 'rxjs';
import { keepTablesApart } from './keepTablesApart';

const table = (name: string, columns: readonly string[], refId = 'A'): DataFrame =>
  toDataFrame({
    refId,
    name,
    fields: columns.map((column) => ({ name: column, type: FieldType.string, values: [`${column} of ${name}`] })),
    meta: { preferredVisualisationType: 'table' },
  });

/** What Explore does with the frames that prefer a table, and which of them it then shows. */
async function shownByExplore(frames: readonly DataFrame[]): Promise<ReadonlyArray<string | undefined>> {
  const { mergeTransformer } = standardTransformers;
  const tables = frames.filter(({ meta }) => meta?.preferredVisualisationType === 'table');
  const merged = await lastValueFrom(
    of([...tables]).pipe(mergeTransformer.operator({}, { interpolate: (text: string) => text }))
  );
  return merged.filter(({ length }) => length > 0).map(({ name }) => name);
}

describe('several tables of one query', () => {
  const summary = table('summary', ['share', 'verdict']);
  const causes = table('causes', ['feature', 'share']);

  it('are one heap in Explore where they have a column in common', async () => {
    expect(await shownByExplore([summary, causes])).toEqual([undefined]);
  });

  it('are kept apart, each under its name', async () => {
    expect(await shownByExplore(keepTablesApart([summary, causes]))).toEqual(['summary', 'causes']);
  });

  it('are kept apart beside the table of another query', async () => {
    const drift = table('drift', ['feature', 'share'], 'B');
    expect(await shownByExplore(keepTablesApart([summary, causes, drift]))).toEqual(['summary', 'causes', 'drift']);
  });

  it('leave alone what is not their own: a single table, series, and what a panel of ours shows', () => {
    const series = toDataFrame({ refId: 'A', fields: [], meta: { preferredVisualisationType: 'graph' } });
    const bins = { ...causes, meta: { preferredVisualisationType: 'table', preferredVisualisationPluginId: 'panel' } };
    const frames = [summary, series, bins as DataFrame];
    expect(keepTablesApart(frames)).toEqual(frames);
  });
});
