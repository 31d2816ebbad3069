import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCommand } from './options';
import { runPack } from './run';

/** A data source as Grafana provisions it; every line counts. */
const GOOD = `apiVersion: 1
datasources:
  - name: Other
    type: prometheus
  - name: Tidemark
    uid: drift
    type: tidemark-drift-datasource
    jsonData:
      prometheus: { url: http://prometheus:9090 }
      models:
        - id: fraud
          owner: risk
          thresholds:
            psi: { warning: 0.1, drift: 0.25 }
        - id: eta
          owner: eta
      teams:
        - { id: risk, contactPoint: chat, concerns: [model, output] }
        - id: eta
          contactPoint: chat
          concerns: [model, output]
        - { id: data, contactPoint: pager, concerns: [data, pipeline] }
      alerting:
        contactPoints:
          - name: chat
            type: slack
            url: { env: CHAT_URL }
          - name: pager
            type: webhook
            url: { env: PAGER_URL, optional: true }
        muteTimings:
          - name: nights
            intervals:
              - times: [{ from: '20:00', to: '24:00' }]
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-pack-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(text: string, args: readonly string[] = [], environment: Record<string, string> = { CHAT_URL: 'x' }) {
  writeFileSync(join(folder, 'source.yaml'), text);
  return runPack(readCommand(['source.yaml', ...args]), environment, folder);
}

function problems(text: string, args: readonly string[] = [], environment?: Record<string, string>): readonly string[] {
  const outcome = run(text, args, environment);
  return outcome.ok ? [] : outcome.problems;
}

/** The line, from 1, of the first place of some text. */
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split('\n').length;

describe('npm run pack', () => {
  test('makes of a provisioned data source a file that Grafana reads', () => {
    const outcome = run(GOOD, ['--grafana', 'alerting.yaml']);
    expect(outcome.ok && outcome.files.map(({ file }) => file)).toEqual(['alerting.yaml']);
    expect(outcome.ok && outcome.files[0]?.text).toMatch(/^# Written by npm run pack from source.yaml/);
    expect(outcome.ok && outcome.files[0]?.text).toContain('uid: tidemark-drift-fraud-feature_drift');
  });

  test('reads settings by themselves, too, for the data source that is named', () => {
    const alone = GOOD.slice(GOOD.indexOf('      prometheus')).replace(/^ {6}/gm, '');
    const outcome = run(alone, ['--datasource', 'mine']);
    expect(outcome.ok && outcome.pack.datasourceUid).toBe('mine');
  });

  const cases: ReadonlyArray<readonly [what: string, from: string, to: string, at: string, message: RegExp]> = [
    [
      'a team without a contact point',
      'contactPoint: pager, ',
      '',
      '{ id: data',
      /the team "data" has no contact point/,
    ],
    [
      'a contact point that there is not',
      'contactPoint: pager',
      'contactPoint: bell',
      '{ id: data',
      /no contact point has the name "bell": there is chat, pager/,
    ],
    ['a model without an owner', '          owner: risk\n', '', '- id: fraud', /the model "fraud" has no owner/],
    [
      'a model of a team that there is not',
      'owner: risk',
      'owner: rsik',
      'owner: rsik',
      /no team has the id "rsik": there is "risk" and "eta" and "data"/,
    ],
    [
      'an unknown concern',
      'concerns: [data, pipeline]',
      'concerns: [data, pipelines]',
      '{ id: data',
      /concerns\[1\]: must be one of data, model, output, pipeline/,
    ],
    [
      'a concern that nobody has',
      'concerns: [data, pipeline]',
      'concerns: [data]',
      'owner: risk',
      /nobody gets the alerts of "fraud" about pipeline/,
    ],
    [
      'thresholds out of order',
      'warning: 0.1, drift: 0.25',
      'warning: 0.3, drift: 0.25',
      'psi: {',
      /thresholds.psi.warning: must not be above "drift"/,
    ],
    [
      'a name that Grafana refuses',
      'name: pager',
      'name: "pager "',
      'name: "pager "',
      /contactPoints\[1\].name: no blanks before or after it/,
    ],
    ['a time of the day that is none', "to: '24:00'", "to: '25:00'", '- times', /to: write a time of the day/],
    ['a night in one stretch', "to: '24:00'", "to: '06:00'", '- times', /a night is two stretches/],
    [
      'a secret that is written down',
      'url: { env: CHAT_URL }',
      'url: https://chat/secret',
      'url: https',
      /url: name a variable of the environment that holds it/,
    ],
    [
      'a variable with a dollar sign, which Grafana would replace',
      'env: CHAT_URL',
      'env: $CHAT_URL',
      'url: { env: $CHAT',
      /without \$/,
    ],
    [
      'a kind of contact point that there is not',
      'type: slack',
      'type: irc',
      'type: irc',
      /type must be one of slack, mattermost/,
    ],
  ];
  test.each(cases)('says of %s where it stands and what to change', (_, from, to, at, message) => {
    const text = GOOD.replace(from, to);
    expect(text).not.toBe(GOOD);
    const found = problems(text);
    expect(found.filter((line) => line.startsWith(`source.yaml:${lineOf(text, at)}: `)).join('\n')).toMatch(message);
  });

  test('says of two teams with one concern which is the second', () => {
    const text = GOOD.replace(
      '      alerting:\n',
      '        - { id: platform, contactPoint: pager, concerns: [pipeline] }\n      alerting:\n'
    );
    expect(problems(text)).toEqual([
      `source.yaml:${lineOf(text, '{ id: platform')}: teams[3].concerns: "data" and "platform" both have the concern pipeline, and one alert is told to one team: take it from one of them`,
    ]);
  });

  test('says of a variable that is not set where it is named, and not of one that may be absent', () => {
    expect(problems(GOOD, [], {})).toEqual([
      expect.stringMatching(new RegExp(`^source.yaml:${lineOf(GOOD, 'url: { env: CHAT')}: .*CHAT_URL is not set`)),
    ]);
    expect(problems(GOOD, ['--skip-variables'], {})).toEqual([]);
  });

  test.each([
    ['no YAML', 'a: [', /^source.yaml:\d+: this is not YAML/],
    ['no data source of ours', 'datasources: [{ type: loki }]', /holds no data source of the type tidemark/],
    ['neither', '- 1', /holds neither Grafana's data sources nor settings/],
    ['no model', 'teams: []', /models: there is no model to watch/],
  ])('says of a file that is %s what it should hold', (_, text, message) => {
    expect(problems(text).join('\n')).toMatch(message);
  });

  test('says which data sources there are, where another one is named', () => {
    expect(problems(GOOD, ['--datasource', 'x']).join()).toContain('no data source with the uid "x"; there is drift');
  });

  test('keeps what it wrote before in mind, so that what is gone is deleted', () => {
    const first = run(GOOD, ['--grafana', 'kept.yaml']);
    writeFileSync(join(folder, 'kept.yaml'), first.ok ? (first.files[0]?.text ?? '') : '');
    const fewer = GOOD.replace(/ {8}- id: eta\n {10}owner: eta\n/, '');
    const second = run(fewer, ['--grafana', 'kept.yaml']);
    expect(second.ok && second.files[0]?.text).toMatch(
      /deleteRules:\n(.*\n)* {4}uid: tidemark-drift-eta-feature_drift/
    );
    expect(readFileSync(join(folder, 'kept.yaml'), 'utf8')).not.toContain('deleteRules');
  });

  test('names trials of an earlier run that are no more, and leaves alone what somebody else has put beside them', () => {
    const first = run(GOOD, ['--without-grafana', 'rules']);
    expect(first).toMatchObject({ ok: true, gone: [] });
    mkdirSync(join(folder, 'rules'));
    for (const [name, line] of [
      ['prometheus.77m.test.yml', '# Written by npm run pack from x'],
      ['prometheus.mine.test.yml', '# by hand'],
    ] as const) {
      writeFileSync(join(folder, 'rules', name), `${line}\n`);
    }
    const second = run(GOOD, ['--without-grafana', 'rules']);
    expect(second).toMatchObject({ ok: true, gone: [join('rules', 'prometheus.77m.test.yml')] });
    const check = second.ok ? second.files.find(({ file }) => file.endsWith('check.sh'))?.text : undefined;
    expect(check).not.toMatch(/77m|mine|\*/);
  });

  test.each([[[]], [['a', 'b']], [['a', '--nonsense']]])('is told how to use it with %j', (args) => {
    expect(() => readCommand(args)).toThrow();
  });
});

it('writes the pack for Terraform, which asks for secrets itself', () => {
  const outcome = run(GOOD, ['--terraform', 'pack.tf'], {});
  expect(outcome).toMatchObject({ ok: true, files: [{ file: 'pack.tf' }] });
  expect(outcome.ok ? outcome.files[0]?.text : '').toContain('variable "PAGER_URL"');
});
