import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { ROOT } from '../../scripts/lib/build';
import { type RunningGrafana } from '../../scripts/lib/grafana';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { checks } from '../../src/pack/checks';
import { DAY, HOUR } from '../../src/scenario';
import { eventually } from '../lib/eventually';
import { LOKI, PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { Api } from './api';
import { startChat, type Chat } from './chat';
import { GRAFANA } from './installed';
import { startMailServer, type MailServer } from './mail';
import { contactPoints, startPackedGrafana } from './packStage';
import type { TellOptions } from './tellStory';
import { startTimeMachine, type TimeMachine } from './timeMachine';
import { startWebhook, type Webhook } from './webhook';

interface Provisioned {
  readonly datasources: ReadonlyArray<{ readonly jsonData: Readonly<Record<string, unknown>> }>;
}

/** A Wednesday. The story has one date, so that it is the same whenever it is told. */
const END = Date.parse('2026-03-11T14:00:00Z');
const HEALED = END + 4 * HOUR;
/**
 * The moments that are looked at. For a quarter of an hour after each, all stays as it is: tests on a busy machine come later.
 */
const MOMENTS = {
  /** Two of three runs of device_scores have failed since the change, the last one within the hour. */
  changed: Date.parse('2026-03-11T10:50:00Z'),
  /** Nothing that a rule holds against something else is of the time before. */
  healed: Date.parse('2026-03-18T12:50:00Z'),
} as const;
const LONGEST_LOOK = HOUR;

/**
 * What fires once the inputs have changed, and why the rest does not:
 *
 * - of payments, the job that brings the device's score fails, and its last success is overdue. It explains what the data
 *   do, so that the drift of `amount` and `payment_method` is told to nobody; nine in a hundred payments lack a score, and
 *   eight pay in a way that nobody knew, which is below the tenth from which quality is alerted on;
 * - the live version is confident and wrong on the new unit: nine times its error budget within six hours, and twice within
 *   three days. In an hour it is less than the fourteen times of a fast burn;
 * - its accuracy is judged by four days, of which labels are complete, and one bad day of them does not make the two points;
 * - it rains: parcels come later than the model says, by a quarter;
 * - both shadows were made to be better, before and after.
 */
const EXPECTED = {
  changed: [
    'fraud burn_long',
    'fraud burn_slow',
    'fraud impossible confidence above 1',
    'fraud job_failed device_scores',
    'fraud job_late device_scores',
    'fraud shadow_better',
    'parcel_eta feature_drift weather',
    'parcel_eta realised',
    'parcel_eta shadow_better',
  ],
  healed: ['fraud shadow_better', 'parcel_eta shadow_better'],
} as const;

/** The settings that the repository provisions, with other receivers, and without waiting: as to what fires, nothing else. */
function settingsOfTest(prometheus: string, loki: string) {
  const file = load(readFileSync(join(ROOT, 'provisioning/datasources/tidemark.yaml'), 'utf8')) as Provisioned;
  return {
    ...file.datasources[0]?.jsonData,
    prometheus: { url: prometheus },
    loki: { url: loki },
    alerting: {
      contactPoints: contactPoints('slack'),
      interval: '10s',
      for: '0s',
      keepFiring: '0s',
      groupWait: '1s',
      groupInterval: '5s',
    },
  };
}

/** Tells the whole story to a Loki, and writes what Prometheus is to know. */
async function tell(loki: string, metrics: string, later: number): Promise<void> {
  const told: TellOptions = {
    loki,
    metrics,
    from: END - 8 * DAY,
    to: MOMENTS.healed + LONGEST_LOOK,
    end: END,
    healed: HEALED,
    later,
    oneIn: 15,
    // Six hours, and what they are held against, three days before.
    kept: Object.values(MOMENTS).flatMap((moment) =>
      [moment, moment - 3 * DAY].map((at) => [at - 8 * HOUR, at + LONGEST_LOOK] as const)
    ),
  };
  const bun = join(ROOT, 'node_modules', 'bun', 'bin', 'bun.exe');
  await promisify(execFile)(bun, [join(ROOT, 'tests/grafana/tellStory.ts'), JSON.stringify(told)], { cwd: ROOT });
  await fetch(`${loki}/flush`, { method: 'POST' });
}

/**
 * What may fire besides: an estimate speaks where nine tenths of the window lie where the reference has enough labels, and
 * of a fifteenth of the traffic they are about so many. Where it speaks, it is right: the accuracy is less.
 */
const WAVERS = 'fraud estimated';

interface Rule {
  readonly health: string;
  readonly lastError?: string;
  readonly lastEvaluation: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly alerts?: ReadonlyArray<{ readonly state: string; readonly labels: Readonly<Record<string, string>> }>;
}

/** What an alert is of, in a few words: `fraud feature_drift amount`. */
const nameOf = ({ model, check, feature, score, job, rule }: Readonly<Record<string, string>>): string =>
  [model, check, feature, check === 'quality' ? score : undefined, job, rule].filter(Boolean).join(' ');

describeWith(
  [GRAFANA, PROMETHEUS, LOKI],
  "the demo's whole story under a real Grafana, with every rule of provisioning",
  () => {
    let folder: string;
    let grafana: RunningGrafana;
    let prometheus: RunningPrometheus;
    let loki: RunningLoki;
    let machines: readonly TimeMachine[] = [];
    let chat: Chat;
    let mail: MailServer;
    let webhook: Webhook;
    let api: Api;
    /** When the story began to be told, and how much later than it happens. */
    let began = 0;
    let later = 0;
    let since = 0;

    function goTo(moment: keyof typeof MOMENTS): void {
      // Whole hours: what is on the hour there is on the hour here.
      machines.forEach((machine) => machine.goBack(began - later - MOMENTS[moment]));
      since = Date.now();
    }

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'tidemark-story-'));
      [chat, mail, webhook, loki] = await Promise.all([
        startChat(),
        startMailServer(),
        startWebhook(),
        // Loki looks at a day as fast as at an hour where there are few lines.
        startLoki({ limits: { split_queries_by_interval: '24h' } }),
      ]);
      began = Date.now();
      later = (began - MOMENTS.changed) % HOUR;
      const metrics = join(folder, 'history.om');
      await tell(loki.url, metrics, later);
      prometheus = await startPrometheus({ historyFile: metrics });
      machines = await Promise.all([
        startTimeMachine(prometheus.url, 'seconds'),
        startTimeMachine(loki.url, 'nanoseconds'),
      ]);
      goTo('changed');
      const provisioning = join(folder, 'provisioning');
      for (const part of ['datasources', 'plugins', 'alerting']) {
        mkdirSync(join(provisioning, part), { recursive: true });
      }
      cpSync(join(ROOT, 'provisioning/plugins'), join(provisioning, 'plugins'), { recursive: true });
      const jsonData = settingsOfTest(machines[0]?.url ?? '', machines[1]?.url ?? '');
      const source = { name: 'Tidemark', uid: 'tidemark', type: 'tidemark-drift-datasource', jsonData };
      grafana = await startPackedGrafana(folder, source, { chat, mail, webhook }, '30s');
      api = new Api(grafana.url);
    }, 240_000);

    afterAll(async () => {
      await grafana?.stop();
      await Promise.all(machines.map((machine) => machine.close()));
      await Promise.all([prometheus?.stop(), loki?.stop(), mail?.close(), webhook?.close(), chat?.close()]);
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    const rules = async (): Promise<readonly Rule[]> => {
      const { body } = await api.get('/api/prometheus/grafana/api/v1/rules');
      const { groups } = (body as { data: { groups: ReadonlyArray<{ rules: readonly Rule[] }> } }).data;
      return groups.flatMap((group) => group.rules);
    };
    const firing = (all: readonly Rule[]): readonly string[] =>
      all
        .flatMap(({ alerts = [] }) => alerts.filter(({ state }) => state !== 'Normal' && !state.startsWith('Normal (')))
        .map(({ labels }) => nameOf(labels))
        .filter((name) => name !== WAVERS)
        .sort();
    /** A rule that got no answer keeps its state, and says so in it. */
    const unanswered = (all: readonly Rule[]): readonly string[] =>
      all
        .flatMap(({ alerts = [] }) => alerts.filter(({ state }) => state.includes('Error')))
        .map(({ labels }) => nameOf(labels));
    /** Once all have been evaluated since the moment was gone to. */
    const settled = (all: readonly Rule[]): boolean =>
      all.length > 0 && all.every(({ lastEvaluation }) => Date.parse(lastEvaluation) > since);
    const look = (wanted: readonly string[]): Promise<readonly Rule[]> =>
      eventually(
        rules,
        (all) => settled(all) && unanswered(all).length === 0 && firing(all).join() === wanted.join(),
        240
      );

    it('fires, once its inputs have changed, exactly what the story gives a reason for', async () => {
      const all = await look(EXPECTED.changed);
      expect(all.map(({ labels }) => labels['check'])).toEqual(expect.arrayContaining(Object.keys(checks)));
      expect(all.filter(({ health }) => health === 'error')).toEqual([]);
      expect([settled(all), firing(all)]).toEqual([true, EXPECTED.changed]);
    }, 270_000);

    it('tells each team by its own medium what is its own, with the cause, and nobody anything else', async () => {
      const slack = (): string => chat.posts.join('\n');
      const mails = (): string => mail.mails.map(({ text }) => text).join('\n');
      const told = (): ReadonlyArray<readonly [string, RegExp]> => [
        [slack(), /outputs of Card fraud break the rule/],
        [slack(), /Card fraud is wrong with high confidence \d+\.\d times as often as its error budget allows/],
        [slack(), /The shadow of Card fraud may take over/],
        [mails(), /The job device_scores, which feeds Card fraud, failed 1 times within the last hour/],
        [mails(), /The job device_scores, which feeds Card fraud, is overdue by/],
        [mails(), /weather of Parcel delivery time has drifted: PSI is 0\.\d\d/],
      ];
      await eventually(told, (all) => all.every(([text, words]) => words.test(text)), 60);
      told().forEach(([text, words]) => expect(text).toMatch(words));
      const logistics = () => [...new Set(webhook.alerts.map(({ labels }) => nameOf(labels)))].sort();
      const theirs = ['parcel_eta realised', 'parcel_eta shadow_better'];
      expect(await eventually(logistics, (all) => all.length >= theirs.length, 60)).toEqual(theirs);
      expect(slack()).not.toMatch(/Parcel|drifted|device_scores/);
      expect(new Set(mail.mails.flatMap(({ to }) => to))).toEqual(new Set(['data@example.com']));
      for (const { text } of mail.mails) {
        expect(text).toMatch(/^Subject: .*(Card fraud \(pipeline\)|Parcel delivery time \(data\))/m);
      }
    }, 150_000);

    it('resolves, once all is healed, whatever the change has caused, and says so to those who were told', async () => {
      goTo('healed');
      const all = await look(EXPECTED.healed);
      expect(all.filter(({ health }) => health === 'error')).toEqual([]);
      expect([settled(all), firing(all)]).toEqual([true, EXPECTED.healed]);
      const over = (text: string, what: string): boolean => text.includes('Over') && text.includes(what);
      const mails = () =>
        ['Card fraud (pipeline)', 'Parcel delivery time (data)'].filter((group) =>
          mail.mails.some(({ text }) => over(text, group))
        );
      expect(await eventually(mails, (groups) => groups.length === 2, 60)).toHaveLength(2);
      // The shadow is ready all the same: of one model at one time there is one message.
      const posts = () => chat.posts.filter((post) => post.includes('Over since') && over(post, 'break the rule'));
      expect((await eventually(posts, (some) => some.length > 0, 60)).length).toBeGreaterThan(0);
      const resolved = () => [
        ...new Set(webhook.alerts.filter(({ status }) => status === 'resolved').map(({ labels }) => nameOf(labels))),
      ];
      expect(await eventually(resolved, (names) => names.length > 0, 60)).toEqual(['parcel_eta realised']);
    }, 420_000);
  }
);
