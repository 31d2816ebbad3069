import { parseQuery, QUERY_KINDS } from '../../model';
import { isWindowed } from './answer';
import { asKind } from './asKind';
import { KIND_GROUPS } from './face';
import { ALL_KINDS, FACES } from './faces';
import { OUTLINES, reads } from './outline';

const NOWHERE = { alerting: false, model: undefined };

describe('the kinds of query as the editor shows them', () => {
  it('are all there, those of a group one after the other', () => {
    expect([...ALL_KINDS].sort()).toEqual([...QUERY_KINDS].sort());
    const groups = ALL_KINDS.map((kind) => FACES[kind].group);
    expect(groups.filter((group, i) => group !== groups[i - 1])).toEqual(
      Object.keys(KIND_GROUPS).filter((group) => groups.includes(group as keyof typeof KIND_GROUPS))
    );
  });

  it.each(ALL_KINDS)(
    '%s names its frames and numbers in words where it reads them, and the usual ones among them',
    (kind) => {
      const { frames, metrics, rule, forms } = FACES[kind];
      expect(frames !== undefined).toBe(reads(kind, 'frames'));
      expect(metrics !== undefined).toBe(reads(kind, 'metrics'));
      for (const choices of [frames, metrics]) {
        expect(Object.keys(choices?.words ?? {})).toEqual(expect.arrayContaining([...(choices?.usual ?? [])]));
      }
      expect(rule === undefined || forms.some(({ format }) => format === 'alert')).toBe(true);
    }
  );

  it.each(ALL_KINDS)('%s is told in a sentence that a menu shows whole', (kind) => {
    // Grafana's menus cut a line at the width of their field, which is 384 pixels here, at some 6 a letter.
    expect(FACES[kind].description.length).toBeLessThanOrEqual(60);
  });

  it.each(ALL_KINDS)('%s can be asked once it is chosen, from every other kind', (kind) => {
    for (const from of ALL_KINDS) {
      for (const alerting of [false, true].filter((one) => !one || FACES[kind].rule !== undefined)) {
        const before = asKind({ refId: 'A', model: 'fraud', filters: { role: 'live' } }, from, NOWHERE);
        const { refId: _, ...query } = asKind(before, kind, { ...NOWHERE, alerting });
        expect(parseQuery(query)).toMatchObject({
          ok: true,
          value: { queryType: kind, model: 'fraud', filters: { role: 'live' } },
        });
        expect(
          Object.keys(query).filter(
            (name) => ['source', ...OUTLINES.dataset.reads].includes(name) && !reads(kind, name as 'source')
          )
        ).toEqual([]);
      }
    }
  });

  it('keep a reference that the new kind takes, and leave another behind', () => {
    const drift = { refId: 'A', queryType: 'drift', model: 'fraud' } as const;
    const offset = { kind: 'offset', offset: '7d' } as const;
    const labels = { kind: 'labels', labels: { version: '6' } } as const;
    expect(asKind({ ...drift, reference: offset }, 'performance', NOWHERE).reference).toEqual(offset);
    expect(asKind({ ...drift, reference: offset }, 'models', NOWHERE)).not.toHaveProperty('reference');
    expect(asKind({ ...drift, reference: labels }, 'models', NOWHERE).reference).toEqual(labels);
    expect(asKind({ ...drift, reference: { kind: 'profile', name: 't' } }, 'absurd', NOWHERE)).not.toHaveProperty(
      'reference'
    );
  });

  it('cut into windows what runs over time alone', () => {
    const dataset = { refId: 'A', queryType: 'dataset', model: 'fraud' };
    expect(isWindowed(dataset, 'dataset', false)).toBe(false);
    expect(isWindowed({ ...dataset, frames: ['summary', 'over_time'] }, 'dataset', false)).toBe(true);
    expect(isWindowed({ ...dataset, frames: ['over_time'] }, 'dataset', true)).toBe(false);
    expect(isWindowed(dataset, 'drift_over_time', true)).toBe(true);
    expect(isWindowed(dataset, 'pipeline', false)).toBe(false);
  });
});
