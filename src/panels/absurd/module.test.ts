import { goldenFrames } from '../testing/golden';
import { migrate } from './migrate';
import { DEFAULT_OPTIONS, parseOptions, SECTIONS } from './options';
import { suggest } from './suggestions';

type Input = Parameters<typeof suggest>[0];

it('is offered for what it can draw, and for nothing else', () => {
  const offered = (rawFrames: unknown) => suggest({ rawFrames } as Input) ?? [];
  expect(offered(goldenFrames('absurd/confident-and-wrong'))).toHaveLength(1);
  expect(offered(goldenFrames('drift/table'))).toEqual([]);
  expect(offered(undefined)).toEqual([]);
});

it('takes every part that it knows, and all of them where none is chosen', () => {
  expect(parseOptions({})).toEqual({ options: DEFAULT_OPTIONS, dropped: [] });
  expect(parseOptions({ sections: [...SECTIONS], pageSize: 20 })).toEqual({
    options: { sections: SECTIONS, pageSize: 20 },
    dropped: [],
  });
});

it('brings old options to today’s shape', () => {
  expect(migrate({ options: { sections: 'rows', pageSize: '20' } })).toEqual({ sections: ['rows'], pageSize: 20 });
});
