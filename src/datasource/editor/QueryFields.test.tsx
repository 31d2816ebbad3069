import { CoreApp, dateTime } from '@grafana/data';
import { configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { ResourceParams } from '../../model';
import { FACES } from '../kinds/faces';
import { defaultQuery } from '../newQuery';
import { giveEverythingASize } from '../testing/layout';
import type { TidemarkQuery } from '../types';
import { QueryFields, type EditorDataSource } from './QueryFields';

giveEverythingASize();

// Whole editors in jsdom are slow, the more so while other tests run beside them.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });

/** The control of a field; its label holds its description, too. */
const field = (label: string): HTMLElement =>
  screen.getByLabelText((text) => text.startsWith(label), { selector: 'input' });

/** An option of the open list, by the beginning of its text. */
const findOption = (text: string): Promise<HTMLElement> =>
  waitFor(() => {
    const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
    const found = options.find((option) => option.textContent?.startsWith(text));
    if (found === undefined) {
      throw new Error(`no option ${text} among ${options.map((option) => option.textContent).join(' | ')}`);
    }
    return found;
  });

const from = dateTime('2026-11-22T00:00:00Z');
const to = dateTime('2026-11-23T00:00:00Z');
const range = { from, to, raw: { from, to } };

/** What the backend answers, at the edge of the network. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  models: [
    { id: 'fraud', title: 'Card fraud', owner: 'risk', origin: 'settings' },
    { id: 'churn', title: 'Churn', origin: 'discovered' },
  ],
  features: [
    { name: 'amount', kind: 'numeric' },
    { name: 'country', kind: 'categorical' },
  ],
  profiles: ['train-7'],
  fields: [
    { name: 'features.amount', kind: 'numeric' },
    { name: 'features.country', kind: 'categorical' },
  ],
  metrics: ['http_request_duration_seconds', 'rpc_duration_seconds'],
  'label-names': ['handler', 'role', 'version'],
  'label-values': ['6', '7'],
};

function setUp(initial: Partial<TidemarkQuery>, options: { app?: CoreApp; answers?: Record<string, unknown> } = {}) {
  const asked: Array<[string, ResourceParams]> = [];
  const answers = { ...ANSWERS, ...options.answers };
  const datasource: EditorDataSource = {
    ask: (path, params) => {
      asked.push([path, params]);
      const answer = answers[path];
      return (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)) as never;
    },
    applyTemplateVariables: (query) => query,
    variableNames: () => ['$version'],
  };
  const seen: { query: TidemarkQuery; runs: number } = { query: { refId: 'A', ...initial }, runs: 0 };
  function Host() {
    const [query, setQuery] = useState(seen.query);
    return (
      <QueryFields
        datasource={datasource}
        query={query}
        onChange={(next) => {
          seen.query = next;
          setQuery(next);
        }}
        onRunQuery={() => {
          seen.runs++;
        }}
        app={options.app ?? CoreApp.Explore}
        range={range}
      />
    );
  }
  render(<Host />);
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  /** Opens a combobox, types, and takes the option with this name. */
  const choose = async (label: string, option: string, typed?: string) => {
    const box = field(label);
    await user.click(box);
    if (typed !== undefined) {
      // At once: letter by letter, a busy machine can lose one to a render between them.
      await user.paste(typed);
    }
    await user.click(await findOption(option));
  };
  return { seen, asked, user, choose };
}

const FRAUD = { queryType: 'drift', model: 'fraud', format: 'table' } as const;

describe('the query editor', () => {
  it('fills a new query in with the first model, and runs it', async () => {
    const { seen } = setUp(defaultQuery(CoreApp.Explore));
    await waitFor(() => expect(seen.query.model).toBe('fraud'));
    expect(seen.query).toMatchObject({ queryType: 'drift', reference: { kind: 'offset', offset: '1d' } });
    expect(seen.runs).toBe(1);
  });

  it('leaves a stored query alone', async () => {
    const { seen } = setUp({ ...FRAUD, model: 'churn' });
    await waitFor(() => expect(field('Model')).toHaveValue('Churn'));
    expect(seen).toEqual({ query: { refId: 'A', ...FRAUD, model: 'churn' }, runs: 0 });
  });

  it('chooses features by name and by pattern', async () => {
    const { seen, choose } = setUp(FRAUD);
    await choose('Features', 'amount');
    expect(seen.query.features).toEqual(['amount']);
    await choose('Features', '/^age/', '/^age/');
    expect(seen.query.features).toEqual(['amount', '/^age/']);
  });

  it('forgets the features of a model when another is chosen', async () => {
    const { seen, choose } = setUp({ ...FRAUD, features: ['amount'] });
    await choose('Model', 'Churn');
    expect(seen.query).toEqual({ refId: 'A', ...FRAUD, model: 'churn' });
  });

  it('explains each score and stores its id', async () => {
    const { seen, user } = setUp({ ...FRAUD, scores: ['psi'] });
    await user.click(field('Scores'));
    const option = await findOption('Kolmogorov');
    expect(option.textContent?.length).toBeGreaterThan('Kolmogorov-Smirnov'.length + 20);
    await user.click(option);
    expect(seen.query.scores).toEqual(['psi', 'ks']);
  });

  it('gives drift over time a window and lines, and drift now its table back', async () => {
    const { seen, choose } = setUp(FRAUD);
    await choose('Question', 'Drift over time');
    expect(seen.query).toMatchObject({ queryType: 'drift_over_time', window: '1h' });
    expect(seen.query).not.toHaveProperty('format');
    await choose('Question', 'Drift now');
    expect(seen.query).toEqual({ refId: 'A', ...FRAUD });
  });

  it('offers every kind of question under a heading, with a sentence that says what it answers', async () => {
    const { user } = setUp(FRAUD);
    await user.click(field('Question'));
    await findOption('Drift now');
    const options = [...document.querySelectorAll('[role="option"]')].map((option) => option.textContent);
    for (const { label, description } of Object.values(FACES)) {
      expect(options.filter((option) => option?.includes(`${label}${description}`))).toHaveLength(1);
    }
    expect(screen.getByText('What happened')).toBeInTheDocument();
  });

  it('shows only the fields that the question reads, and forgets the others, but never the model and the filters', async () => {
    const { seen, choose, user } = setUp({
      ...FRAUD,
      features: ['amount'],
      filters: { role: 'live' },
      reference: { kind: 'offset', offset: '7d' },
      scores: ['psi'],
      groupBy: ['version'],
      alpha: 0.01,
    });
    await choose('Question', 'Versions');
    expect(seen.query).toEqual({ refId: 'A', queryType: 'models', model: 'fraud', filters: { role: 'live' } });
    for (const label of ['Features', 'Split by', 'Scores', 'Window', 'How much earlier']) {
      expect(screen.queryByLabelText((text) => text.startsWith(label))).not.toBeInTheDocument();
    }
    expect(screen.queryByText('Bins, smoothing and significance')).not.toBeInTheDocument();
    expect(screen.queryByLabelText('Any metric')).not.toBeInTheDocument();
    expect(screen.getByRole('group', { name: 'filter 1' })).toBeInTheDocument();
    await choose('Question', 'Drift now');
    await user.click(await screen.findByText('Bins, smoothing and significance'));
    expect(field('Features')).toBeInTheDocument();
    expect(field('False alarms accepted')).toHaveValue('');
  });

  it('takes of absurd outputs what counts as one, and says where it cannot be', async () => {
    const { seen, user } = setUp({ queryType: 'absurd', model: 'fraud' });
    expect(screen.queryByLabelText('A stored profile')).not.toBeInTheDocument();
    await user.click(screen.getByText('Confidence, budget and significance'));
    await user.type(field('Sure from'), '97{Enter}');
    expect(await screen.findByText('at most 1, such as 0.95')).toBeInTheDocument();
    expect(seen.runs).toBe(0);
    await user.clear(field('Sure from'));
    await user.type(field('Sure from'), '0.97{Enter}');
    await user.type(field('Rows at most'), '20{Enter}');
    expect(seen.query).toEqual({
      refId: 'A',
      queryType: 'absurd',
      model: 'fraud',
      absurd: { confidence: 0.97 },
      limit: 20,
    });
    await user.clear(field('Sure from'));
    await user.tab();
    expect(seen.query).not.toHaveProperty('absurd');
  });

  it('names for performance the metrics of its tables, too', async () => {
    const { seen, choose } = setUp({ queryType: 'performance', model: 'fraud' });
    await choose('Numbers', 'Accuracy');
    expect(seen.query).toEqual({ refId: 'A', queryType: 'performance', model: 'fraud', metrics: ['accuracy'] });
  });

  it('goes back to a model for a question that no plain metric answers', async () => {
    const { seen, choose } = setUp({
      queryType: 'drift',
      source: { upstream: 'prometheus', kind: 'gauge', metric: 'age' },
    });
    await waitFor(() => expect(field('Metric')).toHaveValue('age'));
    await choose('Question', 'Pipeline');
    expect(seen.query).toEqual({ refId: 'A', queryType: 'pipeline', model: 'fraud' });
  });

  it('answers with the tables that are chosen, and with the usual ones where none is', async () => {
    const { seen, choose, user } = setUp({ queryType: 'dataset', model: 'fraud' });
    expect(field('Answer with')).toHaveAttribute('placeholder', 'Summary, Causes, Features');
    expect(screen.queryByLabelText((text) => text.startsWith('Window'))).not.toBeInTheDocument();
    await choose('Answer with', 'Over time');
    await choose('Window', '6h');
    expect(seen.query).toEqual({
      refId: 'A',
      queryType: 'dataset',
      model: 'fraud',
      frames: ['over_time'],
      window: '6h',
    });
    await user.click(screen.getByLabelText('Values'));
    expect(seen.query).toEqual({ refId: 'A', queryType: 'dataset', model: 'fraud', format: 'alert' });
    await choose('Numbers', 'PSI of the model');
    expect(seen.query.metrics).toEqual(['model_psi']);
    await user.click(screen.getByLabelText('Tables'));
    expect(seen.query).toEqual({ refId: 'A', queryType: 'dataset', model: 'fraud', format: 'table' });
  });

  it('compares with other labels', async () => {
    const { seen, user } = setUp({ ...FRAUD, filters: { version: '7' } });
    await user.click(screen.getByLabelText('Other traffic'));
    await user.click(screen.getByRole('button', { name: 'Add a label' }));
    await user.click(field('Label of reference label 1'));
    await user.click(await findOption('version'));
    await user.click(field('Value of reference label 1'));
    await user.click(await findOption('6'));
    expect(seen.query.reference).toEqual({ kind: 'labels', labels: { version: '6' } });
    expect(seen.query.filters).toEqual({ version: '7' });
  });

  it('filters by several values of a label, of which any will do', async () => {
    const { seen, user } = setUp(FRAUD);
    await user.click(screen.getByRole('button', { name: 'Add a filter' }));
    expect(seen.query).not.toHaveProperty('filters');
    await user.click(field('Label of filter 1'));
    await user.click(await findOption('version'));
    const values = field('Value of filter 1');
    await user.click(values);
    await user.click(await findOption('6'));
    expect(seen.query.filters).toEqual({ version: '6' });
    await user.click(await findOption('7'));
    expect(seen.query.filters).toEqual({ version: ['6', '7'] });
    await user.click(screen.getByRole('button', { name: 'Remove filter 1' }));
    expect(seen.query).not.toHaveProperty('filters');
  });

  it('says what it takes to see a shadow, where the question leaves it out', async () => {
    const { choose } = setUp(FRAUD);
    expect(screen.getByText('No role or version: all but the shadow.')).toBeInTheDocument();
    await choose('Question', 'Shadow against live');
    expect(screen.queryByText(/all but the shadow/)).not.toBeInTheDocument();
    expect(screen.getByText('Of several values, any will do.')).toBeInTheDocument();
  });

  it('compares with a stored profile, and with the range on screen', async () => {
    const { seen, user, choose } = setUp(FRAUD);
    await user.click(screen.getByLabelText('A stored profile'));
    await waitFor(() => expect(field('Profile')).toBeInTheDocument());
    await choose('Profile', 'train-7');
    expect(seen.query.reference).toEqual({ kind: 'profile', name: 'train-7' });
    await user.click(screen.getByLabelText('A fixed time'));
    expect(seen.query.reference).toEqual({
      kind: 'range',
      from: '2026-11-22T00:00:00.000Z',
      to: '2026-11-23T00:00:00.000Z',
    });
    await user.click(screen.getByLabelText("The model's own"));
    expect(seen.query).not.toHaveProperty('reference');
  });

  it('looks at any metric, with suggestions of metrics and labels', async () => {
    const { seen, asked, user, choose } = setUp({ ...FRAUD, features: ['amount'], filters: { version: '7' } });
    await user.click(screen.getByLabelText('Any metric'));
    expect(seen.query).toEqual({
      refId: 'A',
      queryType: 'drift',
      format: 'table',
      source: { upstream: 'prometheus', kind: 'histogram', metric: '' },
    });
    expect(screen.getByText('Not asked yet: choose a metric.')).toBeInTheDocument();
    const runsBefore = seen.runs;
    await choose('Metric', 'http_request_duration_seconds');
    expect(seen.runs).toBe(runsBefore + 1);
    await user.type(field('Selector'), '{{job="api"}{Enter}');
    await choose('Feature label', 'handler');
    expect(seen.query.source).toEqual({
      upstream: 'prometheus',
      kind: 'histogram',
      metric: 'http_request_duration_seconds',
      selector: '{job="api"}',
      featureLabel: 'handler',
    });
    expect(asked.map(([path, params]) => `${path} ${params.kind ?? params.metric ?? ''}`)).toEqual(
      expect.arrayContaining(['metrics histogram', 'label-names http_request_duration_seconds'])
    );
  });

  it('looks at fields of log lines, with suggestions of those that the lines have', async () => {
    const { seen, asked, user, choose } = setUp(FRAUD);
    await user.click(screen.getByLabelText('Log fields'));
    expect(seen.query.source).toEqual({ upstream: 'loki', selector: '' });
    expect(screen.getByText('Not asked yet: choose streams and fields.')).toBeInTheDocument();
    const runsBefore = seen.runs;
    await user.type(field('Streams'), '{{app="scoring"}{Enter}');
    expect(seen.runs).toBe(runsBefore);
    await choose('Fields of numbers', 'features.amount');
    await choose('Fields of categories', 'features.country');
    await choose('Lines are', 'logfmt');
    expect(seen.query.source).toEqual({
      upstream: 'loki',
      selector: '{app="scoring"}',
      parser: 'logfmt',
      fields: ['features.amount'],
      categoryFields: ['features.country'],
    });
    expect(seen.runs).toBeGreaterThan(runsBefore);
    expect(asked.map(([path, params]) => `${path} ${params.upstream ?? ''}${params.selector ?? ''}`)).toEqual(
      expect.arrayContaining(['fields {app="scoring"}', 'label-names loki{app="scoring"}'])
    );
    expect(screen.queryByLabelText((text) => text.startsWith('Features'))).not.toBeInTheDocument();
  });

  it('reads the features of a model in its log where that is chosen', async () => {
    const { seen, asked, user, choose } = setUp({ ...FRAUD, features: ['amount'] });
    await user.click(await screen.findByText('Bins, smoothing and significance'));
    await choose('Read from', 'The log');
    expect(seen.query).toMatchObject({ model: 'fraud', upstream: 'loki' });
    expect(seen.query).not.toHaveProperty('features');
    await waitFor(() => expect(asked).toContainEqual(['features', expect.objectContaining({ upstream: 'loki' })]));
  });

  it('asks a counter for the label of its category, and does not run without', async () => {
    const { seen, choose } = setUp({
      queryType: 'drift',
      source: { upstream: 'prometheus', kind: 'category', metric: 'http_requests_total' },
    });
    expect(await screen.findByText('name the label that holds the category')).toBeInTheDocument();
    expect(seen.runs).toBe(0);
    await choose('Category label', 'handler');
    expect(seen.query.source).toMatchObject({ categoryLabel: 'handler' });
    expect(seen.runs).toBe(1);
    expect(screen.queryByText('name the label that holds the category')).not.toBeInTheDocument();
  });

  it('says at the field what is wrong, keeps what was typed, and does not run it', async () => {
    const { seen, choose } = setUp({ ...FRAUD, reference: { kind: 'offset', offset: '1d' } });
    await choose('How much earlier', 'soon', 'soon');
    expect(seen.query.reference).toEqual({ kind: 'offset', offset: 'soon' });
    expect(await screen.findByText('write a duration such as 15m, 1h or 7d')).toBeInTheDocument();
    expect(seen.runs).toBe(0);
  });

  it('takes bins, edges and alpha, and says where they cannot be', async () => {
    const { seen, user, choose } = setUp(FRAUD);
    await user.click(screen.getByText('Bins, smoothing and significance'));
    await choose('Bins', 'Own edges');
    await user.type(field('Edges'), '10, 5{Enter}');
    expect(await screen.findByText('edges must rise')).toBeInTheDocument();
    await user.clear(field('Edges'));
    await user.type(field('Edges'), '5 10 20{Enter}');
    await user.type(field('False alarms accepted'), '0.01{Enter}');
    await choose('Smoothing', 'Always');
    expect(seen.query).toEqual({
      refId: 'A',
      ...FRAUD,
      binning: { strategy: 'custom', edges: [5, 10, 20] },
      alpha: 0.01,
      smoothing: 'always',
    });
  });

  it('offers detectors, verdicts by history and held verdicts over time, and in no other kind', async () => {
    const { seen, user, choose } = setUp({ ...FRAUD, queryType: 'drift_over_time' });
    await user.click(screen.getByText('Changes, steady verdicts, bins and significance'));
    await choose('Look for changes', 'CUSUM');
    expect(screen.getByText('Sees small lasting shifts of the mean soonest, by adding them up.')).toBeInTheDocument();
    await choose('Judge by', "The reference's history");
    await choose('Change a verdict', 'Only once it lasts');
    await user.clear(field('Worse after'));
    expect(await screen.findByText('at least 1 window')).toBeInTheDocument();
    await user.type(field('Worse after'), '4');
    expect(seen.query).toMatchObject({
      detector: 'cusum',
      calibrate: 'history',
      hysteresis: { raiseAfter: 4, clearAfter: 3 },
    });
    await choose('Judge by', 'Thresholds and chance');
    await choose('Change a verdict', 'Each window for itself');
    expect(seen.query).not.toHaveProperty('calibrate');
    expect(seen.query).not.toHaveProperty('hysteresis');
  });

  it('tells what the backend says where suggestions cannot be had, once, and still takes what is typed', async () => {
    const down = new Error('Prometheus does not answer: check prometheus.url.');
    const { seen, choose } = setUp(FRAUD, {
      answers: { models: down, features: down, 'label-names': down },
    });
    expect(await screen.findAllByText('Prometheus does not answer: check prometheus.url.')).toHaveLength(1);
    await choose('Features', 'amount', 'amount');
    expect(seen.query.features).toEqual(['amount']);
  });

  it('says what to do where there is no model', async () => {
    setUp(defaultQuery(CoreApp.Explore), { answers: { models: [] } });
    expect(await screen.findByText('There is no model yet')).toBeInTheDocument();
    expect(screen.getByText('Not asked yet: choose a model.')).toBeInTheDocument();
  });

  it('says in one sentence what is asked', async () => {
    setUp({ ...FRAUD, reference: { kind: 'offset', offset: '7d' }, scores: ['psi'] });
    expect(await screen.findByText('Drift of all features of fraud against 7d earlier (psi).')).toBeInTheDocument();
  });

  describe('in an alert rule', () => {
    it('asks for what a rule can evaluate, of one score, and says what the rule will see', async () => {
      const { seen } = setUp(defaultQuery(CoreApp.UnifiedAlerting), { app: CoreApp.UnifiedAlerting });
      await waitFor(() => expect(seen.query).toMatchObject({ model: 'fraud', format: 'alert', scores: ['psi'] }));
      const note = screen.getByRole('status', { name: 'What the rule sees' });
      expect(note).toHaveTextContent('labels model, feature and score');
      expect(note).toHaveTextContent('Usual for PSI: above 0.1 for a warning, above 0.25 for drift.');
      expect(screen.queryByLabelText('Answer')).not.toBeInTheDocument();
    });

    it('warns of a stored distribution', async () => {
      setUp({ queryType: 'distribution', model: 'fraud' }, { app: CoreApp.UnifiedAlerting });
      expect(await screen.findByText('An alert rule cannot evaluate a distribution')).toBeInTheDocument();
    });

    it('offers no distribution, and keeps format and one score when the question changes', async () => {
      const { seen, user, choose } = setUp(
        { queryType: 'pipeline', model: 'fraud', format: 'alert' },
        { app: CoreApp.UnifiedAlerting }
      );
      await user.click(field('Question'));
      await user.click(await findOption('Drift over time'));
      expect(document.querySelector('[role="option"]')).toBeNull();
      expect(seen.query).toEqual({
        refId: 'A',
        queryType: 'drift_over_time',
        model: 'fraud',
        format: 'alert',
        scores: ['psi'],
        window: '1h',
      });
      await user.click(field('Question'));
      await findOption('Drift now');
      const options = [...document.querySelectorAll('[role="option"]')].map((option) => option.textContent);
      expect(options.filter((option) => option?.includes('Distribution'))).toEqual([]);
      await user.keyboard('{Escape}');
      await choose('Question', 'Drift now');
      expect(seen.query).toMatchObject({ queryType: 'drift', format: 'alert', scores: ['psi'] });
    });

    it('begins with one number, where those that are usual need thresholds of their own', async () => {
      const { seen, choose } = setUp({ ...FRAUD, format: 'alert' }, { app: CoreApp.UnifiedAlerting });
      await choose('Question', 'Shadow against live');
      expect(seen.query).toEqual({
        refId: 'A',
        queryType: 'shadow',
        model: 'fraud',
        format: 'alert',
        metrics: ['shadow_worse'],
      });
      const note = screen.getByRole('status', { name: 'What the rule sees' });
      expect(note).toHaveTextContent('with the labels model and metric');
      expect(note).toHaveTextContent('Usual: Shadow worse above 0.');
      expect(note).not.toHaveTextContent('choose one number a query');
    });

    it('says which values and labels the rule sees of a job, and what they are compared with', async () => {
      const { seen, user, choose } = setUp(
        { queryType: 'pipeline', model: 'fraud', format: 'alert' },
        { app: CoreApp.UnifiedAlerting }
      );
      const note = screen.getByRole('status', { name: 'What the rule sees' });
      expect(note).toHaveTextContent('One value for each number and job, with the labels model, job and metric');
      expect(note).toHaveTextContent('Usual: Failed runs above 0 and Overdue by above 0.');
      expect(note).not.toHaveTextContent('choose one number a query');
      await choose('Numbers', 'Last duration');
      await user.click(await findOption('Failed runs'));
      expect(seen.query.metrics).toEqual(['last_duration_s', 'failed_runs']);
      expect(note).toHaveTextContent('choose one number a query');
    });
  });
});
