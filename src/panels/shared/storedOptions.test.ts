import { migrateStored } from './migrateStored';
import { readStored } from './storedOptions';

const KNOWN = ['verdict', 'rows'] as const;

describe('stored options', () => {
  it('that are absent are defaults, and need no word', () => {
    for (const input of [undefined, null, {}, 'text', []]) {
      const stored = readStored(input);
      expect(stored.ids('sections', KNOWN)).toEqual([]);
      expect(stored.wholeNumber('pageSize', 100, 10)).toBe(10);
      expect(stored.dropped).toEqual([]);
    }
  });

  it('that are valid are taken, in the order of what is known', () => {
    const stored = readStored({ sections: ['rows', 'verdict'], pageSize: 25 });
    expect(stored.ids('sections', KNOWN)).toEqual(['verdict', 'rows']);
    expect(stored.wholeNumber('pageSize', 100, 10)).toBe(25);
  });

  it('that are not valid are dropped, each with a sentence that names the option', () => {
    const stored = readStored({ sections: ['rows', 'gone', 3], pageSize: -1 });
    expect(stored.ids('sections', KNOWN)).toEqual(['rows']);
    expect(stored.wholeNumber('pageSize', 100, 10)).toBe(10);
    expect(stored.dropped).toEqual([
      'Option "sections" names "gone", which is none of verdict, rows: it is left out.',
      'Option "sections" names 3, which is none of verdict, rows: it is left out.',
      'Option "pageSize" is -1, which is no whole number from 1 to 100: 10 is used.',
    ]);
  });

  it('beyond the most are the most', () => {
    expect(readStored({ pageSize: 5000 }).wholeNumber('pageSize', 100, 10)).toBe(100);
  });
});

describe('migration', () => {
  const migrate = (stored: unknown) => migrateStored(stored, { numbers: ['pageSize'], lists: ['sections'] });

  it('makes numbers of digits and lists of single names', () => {
    expect(migrate({ pageSize: ' 12 ', sections: 'rows' })).toEqual({ pageSize: 12, sections: ['rows'] });
    expect(migrate({ sections: '' })).toEqual({ sections: [] });
  });

  it('leaves what is not plain for the panel to say, and takes null away', () => {
    expect(migrate({ pageSize: 'many', other: null, x: 'y' })).toEqual({ pageSize: 'many', x: 'y' });
    expect(migrate(null)).toEqual({});
  });
});
