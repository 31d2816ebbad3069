import type { Tab } from './tab';

interface Stored {
  readonly [member: string]: unknown;
  readonly version: number;
  readonly jsonData: Readonly<Record<string, unknown>>;
}

export interface KeptSource {
  readonly read: () => Promise<Stored['jsonData']>;
  /** Changes its definitions; afterwards they are again what they were. */
  readonly change: (members: Stored['jsonData']) => Promise<void>;
}

/** A data source whose settings a suite changes, and which is after each test as it was before: others look at it, too. */
export function keepSource(tab: Pick<Tab, 'url'>, uid: string): KeptSource {
  const url = (): string => `${tab.url}/api/datasources/uid/${uid}`;
  const get = async (): Promise<Stored> => (await (await fetch(url())).json()) as Stored;
  const put = async (jsonData: Stored['jsonData']): Promise<void> => {
    const response = await fetch(url(), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...(await get()), jsonData }),
    });
    if (!response.ok) {
      throw new Error(`The settings of ${uid} could not be written: ${response.status} ${await response.text()}`);
    }
  };
  let before: Stored['jsonData'] | undefined;
  beforeEach(async () => {
    before = (await get()).jsonData;
  });
  afterEach(async () => {
    const now = (await get()).jsonData;
    if (before !== undefined && JSON.stringify(now) !== JSON.stringify(before)) {
      await put(before);
    }
  });
  return {
    read: async () => (await get()).jsonData,
    change: async (members) => put({ ...(await get()).jsonData, ...members }),
  };
}
