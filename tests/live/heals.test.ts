import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/build';
import { type RunningGrafana } from '../../scripts/lib/grafana';
import { startLoki, type RunningLoki } from '../../scripts/lib/loki';
import { startPrometheus, type RunningPrometheus } from '../../scripts/lib/prometheus';
import { startChat, type Chat } from '../grafana/chat';
import { GRAFANA } from '../grafana/installed';
import { startMailServer, type MailServer } from '../grafana/mail';
import { contactPoints, startPackedGrafana } from '../grafana/packStage';
import { startWebhook, type Webhook } from '../grafana/webhook';
import { eventually } from '../lib/eventually';
import { LOKI, PROMETHEUS } from '../lib/requirements';
import { describeWith } from '../lib/skip';
import { PROFILES, startService, type Service } from './service';

const settingsFor = (prometheus: string, loki: string) => ({
  prometheus: { url: prometheus },
  loki: { url: loki },
  models: [
    {
      id: 'cards',
      title: 'Card fraud',
      owner: 'risk',
      task: 'regression',
      reference: { kind: 'profile', name: 'cards' },
      pipelines: [{ job: 'enrich', every: '20s' }],
      absurd: { rules: [{ name: 'below zero', when: 'prediction < 0' }] },
    },
    {
      id: 'eta',
      title: 'Parcel delivery time',
      owner: 'logistics',
      task: 'regression',
      reference: { kind: 'profile', name: 'eta' },
      pipelines: [{ job: 'routes_sync', every: '10s' }],
      absurd: { rules: [{ name: 'below zero', when: 'prediction < 0' }] },
    },
  ],
  profiles: PROFILES,
  teams: [
    { id: 'risk', contactPoint: 'Risk ML', concerns: ['model', 'output'] },
    { id: 'logistics', contactPoint: 'Logistics ML', concerns: ['model', 'output'] },
    { id: 'data', contactPoint: 'Data platform', concerns: ['data', 'pipeline'] },
  ],
  alerting: {
    contactPoints: contactPoints('slack'),
    interval: '10s',
    window: '30s',
    for: '0s',
    keepFiring: '10s',
    groupWait: '1s',
    groupInterval: '10s',
  },
});

/** A mail as a person reads it, in one line: Grafana sends HTML alone. */
const flat = (text: string): string =>
  text
    .replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, ' ')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
    .replace(/\s+/g, ' ');

describeWith(
  [GRAFANA, PROMETHEUS, LOKI],
  'the alert pack on data that goes wrong and heals, under a real Grafana',
  () => {
    let folder: string;
    let grafana: RunningGrafana;
    let prometheus: RunningPrometheus;
    let loki: RunningLoki;
    let service: Service;
    let chat: Chat;
    let mail: MailServer;
    let webhook: Webhook;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'tidemark-heals-'));
      [chat, mail, webhook, loki] = await Promise.all([startChat(), startMailServer(), startWebhook(), startLoki()]);
      service = await startService(loki.url);
      prometheus = await startPrometheus({
        scrape: [{ name: 'models', target: service.target, interval: '1s' }],
      });
      const provisioning = join(folder, 'provisioning');
      for (const part of ['datasources', 'plugins', 'alerting']) {
        mkdirSync(join(provisioning, part), { recursive: true });
      }
      cpSync(join(ROOT, 'provisioning/plugins'), join(provisioning, 'plugins'), { recursive: true });
      const jsonData = settingsFor(prometheus.url, loki.url);
      const source = { name: 'Tidemark', uid: 'tidemark', type: 'tidemark-drift-datasource', jsonData };
      grafana = await startPackedGrafana(folder, source, { chat, mail, webhook });
    }, 240_000);

    afterAll(async () => {
      await grafana?.stop();
      await service?.close();
      await Promise.all([prometheus?.stop(), loki?.stop(), mail?.close(), webhook?.close(), chat?.close()]);
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    const mails = (): readonly string[] => mail.mails.map(({ text }) => flat(text));
    it('tells nobody of anything while all is well, for a window and several evaluations', async () => {
      await new Promise((done) => setTimeout(done, 45_000));
      expect([mails(), chat.posts, webhook.alerts]).toEqual([[], [], []]);
    }, 150_000);

    it('tells the data team by mail which feature moved, in which bins and since when; and of a late job, but not of what it feeds', async () => {
      const began = Date.now();
      Object.assign(service.mood, { amount: true, job: true, outputs: true });
      await eventually(mails, (all) => all.some((text) => text.includes('amount of Card fraud')), 90);
      await eventually(mails, (all) => all.some((text) => text.includes('routes_sync')), 60);
      const drift = mails().find((text) => text.includes('amount of Card fraud')) ?? '';
      expect(drift).toMatch(/amount of Card fraud has drifted: PSI is 0\.\d\d, and 0\.25 is where drift begins/);
      expect(drift).toMatch(/Most of it lies in > 50 \(\d+ %, after 10 %\)/);
      const [, minute] = /It began about \d+ \w+ (\d\d:\d\d) UTC/.exec(drift) ?? [];
      const near = [-60_000, 0, 60_000].map((away) => new Date(began + away).toISOString().slice(11, 16));
      expect(near).toContain(minute);
      const late = mails().find((text) => text.includes('routes_sync')) ?? '';
      expect(late).toMatch(/The job routes_sync, which feeds Parcel delivery time, is overdue by/);
      expect(mails().join()).not.toContain('route of');
    }, 180_000);

    it('tells each owner which rule the outputs of its own model break, and nothing else', async () => {
      await eventually(
        () => chat.posts,
        (posts) => posts.length > 0,
        60
      );
      await eventually(
        () => webhook.alerts,
        (alerts) => alerts.length > 0,
        60
      );
      for (const post of chat.posts) {
        expect(post).toContain('outputs of Card fraud break the rule');
        expect(post).not.toMatch(/Parcel|drifted|job/);
      }
      expect(new Set(webhook.alerts.map(({ labels }) => `${labels['model']} ${labels['check']}`))).toEqual(
        new Set(['eta impossible'])
      );
      expect(webhook.alerts[0]?.annotations['summary']).toMatch(
        /^\d+ outputs of Parcel delivery time break the rule "below zero" within 30s$/
      );
    }, 120_000);

    it('tells again, of both, where another feature joins an alert that is open', async () => {
      service.mood.country = true;
      const both = (text: string): boolean =>
        text.includes('amount of Card fraud has drifted') && text.includes('country of Card fraud has drifted');
      const all = await eventually(mails, (texts) => texts.some(both), 90);
      const joined = all.find(both) ?? '';
      expect(joined).toMatch(/XK \(never seen before\)/);
      expect(joined).toMatch(/Subject: Warning: Card fraud \(data\), \d alerts/);
    }, 120_000);

    it('says to each that it is over once the data have healed, and of nothing else ever', async () => {
      Object.assign(service.mood, { amount: false, country: false, job: false, outputs: false });
      const over = (all: readonly string[], what: string): boolean =>
        all.some((text) => text.includes('Over since') && text.includes(`UTC: ${what}`));
      const ended = ['amount of Card fraud', 'country of Card fraud', 'The job routes_sync'];
      const allOver = (all: readonly string[]): boolean =>
        ended.every((what) => over(all, what)) &&
        ['Card fraud (data)', 'Parcel delivery time (pipeline)'].every((group) =>
          all.some((text) => text.includes(`Subject: Over: ${group}`))
        );
      const texts = await eventually(mails, allOver, 150);
      expect(ended.filter((what) => !over(texts, what))).toEqual([]);
      expect(allOver(texts)).toBe(true);
      const posts = await eventually(
        () => chat.posts,
        (all) => all.some((post) => post.includes('Over: Card fraud (output)')),
        60
      );
      expect(posts.some((post) => post.includes('Over: Card fraud (output)'))).toBe(true);
      const alerts = await eventually(
        () => webhook.alerts,
        (all) => all.some(({ status }) => status === 'resolved'),
        60
      );
      expect(alerts.some(({ status }) => status === 'resolved')).toBe(true);
      // Whoever was told of anything was told of what went wrong, and of that alone.
      const subjects = new Set(texts.map((text) => /Subject: \w+: ([^(]+\(\w+\))/.exec(text)?.[1]));
      expect(subjects).toEqual(new Set(['Card fraud (data)', 'Parcel delivery time (pipeline)']));
      expect(new Set(mail.mails.flatMap(({ to }) => to))).toEqual(new Set(['data@example.com']));
      expect(new Set(webhook.alerts.map(({ labels }) => labels['team']))).toEqual(new Set(['logistics']));
      expect(texts.join()).not.toMatch(/\b(age|distance|score|hour|stops|load|route) of (Card|Parcel)/);
    }, 300_000);
  }
);
