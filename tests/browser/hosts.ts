import type { Page } from 'playwright-core';
import { GRAFANA } from '../grafana/installed';
import { isOutside } from '../grafana/outside';
import { sharedGrafana } from '../lib/keeper';
import { CHROMIUM } from '../lib/requirements';
import { describeWith, type Requirement } from '../lib/skip';
import { showInGallery, showOnDashboard, STATES, type Case, type State } from './distributionCases';
import { startPreview } from './preview';
import type { Host } from './tab';

/** What a suite looks at, and all in which the two differ. */
export interface HostKind {
  readonly name: 'the preview' | 'a real Grafana';
  readonly requirements: readonly Requirement[];
  readonly start: () => Promise<Host>;
  /** Whether a line of the console is none of ours. */
  readonly isOutside: (line: string) => boolean;
  /** Whether an address that is not the host's, or not below its path, was asked by us. */
  readonly isAskedByUs: (url: string) => boolean;
  /** Whether rules are evaluated there, or only listed. */
  readonly evaluates: boolean;
  /** Of the ways that lead away from the parts of a page, those that are gone: a Grafana takes its time for each. */
  readonly partsTried: (names: readonly string[]) => readonly string[];
  /** Goes through with the form that opened, answers what the panel asks that came of it, and is back where it opened. */
  readonly finishAddToDashboard: (page: Page) => Promise<unknown>;
  /** The themes in which our own pages are looked at: they are drawn alike, and loaded much faster by the preview. */
  readonly themes: ReadonlyArray<'dark' | 'light'>;
  /** The theme in which all bundled dashboards are looked at together. */
  readonly dashboardTheme: 'dark' | 'light';
  /** Shows the distribution panel by itself. */
  readonly showDistributions: (page: Page, url: string, wanted: Case) => Promise<void>;
  /** The states in which it draws a panel. */
  readonly states: readonly State[];
}

interface Asks {
  readonly queries?: readonly unknown[];
}

export const PREVIEW: HostKind = {
  name: 'the preview',
  requirements: [CHROMIUM],
  start: startPreview,
  isOutside: () => false,
  isAskedByUs: () => true,
  evaluates: false,
  partsTried: (names) => names,
  finishAddToDashboard: async (page) => {
    // It keeps no dashboards, and shows the panel as Grafana would store it.
    const text = await page.getByRole('textbox', { name: 'The panel as JSON' }).inputValue();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    return (JSON.parse(text) as { readonly targets: readonly unknown[] }).targets[0];
  },
  themes: ['dark', 'light'],
  dashboardTheme: 'light',
  showDistributions: showInGallery,
  states: STATES,
};

export const REAL_GRAFANA: HostKind = {
  name: 'a real Grafana',
  requirements: [CHROMIUM, GRAFANA],
  // It stays for the suites that follow.
  start: async () => ({ url: await sharedGrafana(), stop: () => Promise.resolve() }),
  isOutside,
  // What else a Grafana asks of this machine, and of the internet, is its own affair.
  isAskedByUs: (url) =>
    /^http:\/\/127\.0\.0\.1:\d+\/(a|api|d|explore|connections|alerting|public\/plugins)\b/.test(url),
  evaluates: true,
  // A table, lines, and a panel of our own.
  partsTried: (names) => names.filter((name) => /: (Jobs|Realised and estimated|Recommendation)$/.test(name)),
  finishAddToDashboard: async (page) => {
    const here = page.url();
    const asked = page.waitForRequest(
      (request) => request.url().includes('/api/ds/query') && page.url().includes('/dashboard/new')
    );
    await page.getByRole('button', { name: 'Open dashboard', exact: true }).click();
    await page.waitForURL(/\/dashboard\/new/);
    const { queries } = (await asked).postDataJSON() as Asks;
    await page.goto(here);
    return queries?.[0];
  },
  // What can be read on black is often too faint on white, and not the other way about.
  themes: ['light'],
  dashboardTheme: 'dark',
  showDistributions: showOnDashboard,
  // Before the first answer Grafana shows a bar of its own, and no panel.
  states: STATES.filter((state) => state !== 'loading'),
};

/** The same suite on the preview, and on a Grafana where the machine has one. */
export function describeOnHosts(title: string, suite: (host: HostKind) => void): void {
  for (const host of [PREVIEW, REAL_GRAFANA]) {
    describeWith(host.requirements, `${title} on ${host.name}`, () => suite(host));
  }
}
