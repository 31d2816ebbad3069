import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump, load } from 'js-yaml';
import type { Page } from 'playwright-core';
import { ROOT } from '../lib/build';

/** What a page looks like where something is not there, not yet there, refused or not allowed. */
export const STATES = ['loading', 'empty', 'partial', 'error', 'no permission', 'viewer', 'no data source'] as const;
export type State = (typeof STATES)[number];

/** The data source, of those that stand in {@link provisionStates}, that brings a page into its state. */
export const SOURCES: Readonly<Partial<Record<State, string>>> = {
  empty: 'empty',
  partial: 'half',
  error: 'broken',
};

/** What is asked of a data source or of Grafana's alerting, and not for the page itself. */
const ASKED =
  /\/api\/(ds\/query|datasources\/uid\/[^/?]+\/(resources|health)|prometheus\/|ruler\/|v1\/|annotations|alertmanager\/)/;

const DENIED = {
  status: 403,
  json: {
    message: "You'll need additional permissions to perform this action. Permissions needed: datasources:query",
    title: 'Access denied',
  },
};

interface Boot {
  user: { permissions?: Record<string, boolean> };
  settings: { datasources?: Record<string, { readonly type?: string }> };
}

/** Brings a page that is opened next into a state; what it answers counts the questions that are kept waiting. */
export async function bringInto(page: Page, state: State | undefined): Promise<() => number> {
  let held = 0;
  if (state === 'loading') {
    await page.route(ASKED, () => {
      held += 1;
    });
  }
  if (state === 'no permission') {
    await page.route(ASKED, (route) => route.fulfill(DENIED));
  }
  if (state === 'viewer' || state === 'no data source') {
    // The page takes what it may do, and what there is, from what it was started with.
    await page.addInitScript((bare) => {
      let boot: Boot | undefined;
      Object.defineProperty(window, 'grafanaBootData', {
        configurable: true,
        get: () => boot,
        set: (given: Boot) => {
          boot = given;
          if (bare) {
            const sources = Object.entries(given.settings.datasources ?? {});
            given.settings.datasources = Object.fromEntries(
              sources.filter(([, { type }]) => !type?.startsWith('tidemark'))
            );
          } else {
            given.user.permissions = { 'datasources:query': true, 'datasources:read': true, 'alert.rules:read': true };
          }
        },
      });
    }, state === 'no data source');
  }
  return () => held;
}

/** A Prometheus and a Loki in one, both of which have nothing. */
async function startEmpty(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const server = createServer(({ url = '' }, response) => {
    const resultType = url.startsWith('/loki') ? 'streams' : url.includes('query_range') ? 'matrix' : 'vector';
    const data = /\/(labels?|series|metadata)\b/.test(url) ? [] : { resultType, result: [], stats: {} };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}

interface Profile {
  readonly name: string;
  readonly features: ReadonlyArray<{ readonly counts?: readonly number[]; readonly categories?: object }>;
}

interface SourceFile {
  readonly datasources: ReadonlyArray<{
    readonly jsonData: { readonly profiles?: readonly Profile[]; readonly [name: string]: unknown };
  }>;
}

/** Another reference of the same model, whose numbers have moved by a bin. */
function moved(profile: Profile): Profile {
  return {
    ...profile,
    name: `${profile.name}-spring`,
    features: profile.features.map((feature) =>
      feature.counts === undefined
        ? feature
        : { ...feature, counts: [...feature.counts.slice(-1), ...feature.counts.slice(0, -1)] }
    ),
  };
}

/** Nobody listens there. */
const CLOSED = 'http://127.0.0.1:1';

/**
 * A provisioning folder with the data source as it stands, and beside it one whose upstreams have nothing, one whose
 * upstreams refuse, and one of whose two upstreams one does.
 */
export async function provisionStates(): Promise<{ readonly folder: string; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-states-'));
  const file = join(folder, 'datasources', 'tidemark.yaml');
  cpSync(join(ROOT, 'provisioning'), folder, { recursive: true });
  const empty = await startEmpty();
  const { datasources, ...rest } = load(readFileSync(file, 'utf8')) as SourceFile;
  const [usual] = datasources;
  const profiles = usual?.jsonData.profiles ?? [];
  const like = (uid: string, prometheus: object, loki: object) => ({
    ...usual,
    name: uid,
    uid,
    jsonData: { ...usual?.jsonData, prometheus, loki },
  });
  writeFileSync(
    file,
    dump({
      ...rest,
      datasources: [
        { ...usual, jsonData: { ...usual?.jsonData, profiles: [...profiles, ...profiles.slice(0, 1).map(moved)] } },
        like('empty', { url: empty.url }, { url: empty.url }),
        like('broken', { url: CLOSED }, { url: CLOSED }),
        like('half', { sample: true }, { url: CLOSED }),
      ],
    })
  );
  return {
    folder,
    remove: () => {
      empty.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
