import { FieldType, type DataFrame } from '@grafana/data';
import { tableOf } from './tableOf';

const field = (name: string) => ({ name, type: FieldType.string, config: {}, values: ['x'] });
const frames: readonly DataFrame[] = [
  { name: 'runs', fields: [field('job')], length: 1 },
  { name: 'summary', fields: [field('job'), field('rows'), field('verdict'), field('reason')], length: 1 },
];

describe('a table of the page of a model', () => {
  const { draw, fieldConfig } = tableOf('summary', [
    { field: 'job', width: 150 },
    { field: 'reason' },
    { field: 'gone', width: 80 },
    { field: 'verdict', width: 90 },
  ]);

  it('has the columns of its frame that are asked for, in that order, and none that is not there', () => {
    expect(draw(frames).map(({ fields }) => fields.map(({ name }) => name))).toEqual([['job', 'reason', 'verdict']]);
  });

  it('has the others after them where all are wanted', () => {
    const [all] = tableOf('summary', [{ field: 'verdict', width: 90 }], 'and all others').draw(frames);
    expect(all?.fields.map(({ name }) => name)).toEqual(['verdict', 'job', 'rows', 'reason']);
  });

  it('breaks the lines of the column that has no width', () => {
    const of = (name: string) => fieldConfig.overrides.find(({ matcher }) => matcher.options === name)?.properties;
    expect(of('reason')).toContainEqual({ id: 'custom.wrapText', value: true });
    expect(of('job')).toEqual([{ id: 'custom.width', value: 150 }]);
  });
});
