import { setDataSourceSrv, type DataSourceSrv } from '@grafana/runtime';
import { configure, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { parseSettings } from '../../model';
import { giveEverythingASize } from '../testing/layout';
import { dataSourceOptions } from '../testing/options';
import type { TidemarkOptions } from '../types';
import ConfigEditor from './ConfigEditor';
import type { Options } from './upstream';

giveEverythingASize();

// Whole pages in jsdom are slow, the more so while other tests run beside them.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });

/** The control of a field; its label holds its description, too. */
const field = (label: string): HTMLElement =>
  screen.getByLabelText((text) => text.startsWith(label), { selector: 'input, textarea' });

const group = (name: string): HTMLElement => screen.getByRole('radiogroup', { name });

function setUp(jsonData: TidemarkOptions = {}, changes: Partial<Options> = {}) {
  const seen = { options: dataSourceOptions({ jsonData, ...changes }) };
  function Host() {
    const [options, setOptions] = useState(seen.options);
    return (
      <ConfigEditor
        options={options}
        onOptionsChange={(next) => {
          seen.options = next;
          setOptions(next);
        }}
      />
    );
  }
  render(<Host />);
  return { seen, user: userEvent.setup({ delay: null, pointerEventsCheck: 0 }) };
}

const URL_ONLY: TidemarkOptions = { prometheus: { url: 'http://prometheus:9090' } };

describe('the configuration page', () => {
  it('begins with the sample, and asks for no URL', () => {
    setUp();
    expect(within(group('Metrics')).getByLabelText('Built-in sample')).toBeChecked();
    expect(within(group('Log')).getByLabelText('Built-in sample')).toBeChecked();
    // The sample of the metrics brings its log: it cannot be without one.
    expect(within(group('Log')).queryByLabelText('None')).not.toBeInTheDocument();
    expect(screen.queryByLabelText(/^URL/)).not.toBeInTheDocument();
  });

  it('writes how Loki is reached, with secrets of its own, and takes it away again', async () => {
    const { seen, user } = setUp(URL_ONLY);
    expect(within(group('Log')).getByLabelText('None')).toBeChecked();
    expect(screen.queryByLabelText(/^Personal data/)).not.toBeInTheDocument();
    await user.click(within(group('Log')).getByLabelText('Loki'));
    const log = within(screen.getByRole('region', { name: 'Where the log is' }));
    expect(log.getByText('write a URL that begins with http:// or https://')).toBeInTheDocument();
    await user.type(log.getByPlaceholderText('http://loki:3100'), 'https://loki:3100');
    await user.click(log.getByRole('button', { name: 'Add a header' }));
    await user.type(log.getByLabelText(/^Header 1/), 'X-Scope-OrgID');
    await user.type(log.getByLabelText(/^Value of header 1/), 'team-a');
    await user.click(log.getByLabelText(/^Do not verify/));
    expect(log.getByText('Anybody between Grafana and Loki can read and change what is sent')).toBeInTheDocument();
    await user.type(log.getByLabelText(/^Personal data/), 'features.email');
    await user.click(await screen.findByRole('option', { name: /features\.email/ }));
    expect(seen.options.jsonData).toEqual({
      ...URL_ONLY,
      loki: { url: 'https://loki:3100', headers: ['X-Scope-OrgID'], tls: { skipVerify: true } },
      privateFields: ['features.email'],
    });
    expect(seen.options.secureJsonData).toEqual({ lokiHeader1: 'team-a' });
    expect(parseSettings(seen.options.jsonData)).toMatchObject({ ok: true });
    await user.click(within(group('Log')).getByLabelText('None'));
    expect(seen.options.jsonData).toEqual({ ...URL_ONLY, privateFields: ['features.email'] });
  });

  it('asks once for the token with which both are read through Grafana', async () => {
    // Of Grafana's service only the list is asked for.
    setDataSourceSrv({ getList: () => [] } as unknown as DataSourceSrv);
    const { user } = setUp({ prometheus: { datasourceUid: 'p' }, loki: { datasourceUid: 'l' } });
    expect(screen.getAllByLabelText(/^Service-account token/)).toHaveLength(1);
    expect(screen.getByText(/Read with the service-account token above/)).toBeInTheDocument();
    await user.click(within(group('Metrics')).getByLabelText('Prometheus'));
    expect(screen.getAllByLabelText(/^Service-account token/)).toHaveLength(1);
    expect(screen.queryByText(/token above/)).not.toBeInTheDocument();
  });

  it('takes the names of a log that is written otherwise, and what in it is private', async () => {
    const { seen, user } = setUp({ models: [{ id: 'fraud' }] });
    await user.click(screen.getByText('fraud'));
    const form = within(screen.getByRole('region', { name: 'What to watch' }));
    await user.type(form.getByLabelText(/^Label of the event/), 'kind');
    await user.type(form.getByLabelText(/^Field: Features/), 'inputs');
    await user.type(form.getByLabelText(/^Personal data/), 'inputs.email');
    await user.click(await screen.findByRole('option', { name: /inputs\.email/ }));
    expect(seen.options.jsonData.models).toEqual([
      { id: 'fraud', logs: { eventLabel: 'kind', fields: { features: 'inputs' } }, privateFields: ['inputs.email'] },
    ]);
    expect(parseSettings(seen.options.jsonData)).toMatchObject({ ok: true });
    await user.clear(form.getByLabelText(/^Field: Features/));
    await user.clear(form.getByLabelText(/^Label of the event/));
    expect(seen.options.jsonData.models).toEqual([{ id: 'fraud', privateFields: ['inputs.email'] }]);
  });

  it('writes the URL of Prometheus, and says what is wrong with it while it is', async () => {
    const { seen, user } = setUp();
    await user.click(screen.getByLabelText('Prometheus'));
    expect(screen.getByText('write a URL that begins with http:// or https://')).toBeInTheDocument();
    await user.type(field('URL'), 'http://prometheus:9090');
    expect(seen.options.jsonData).toEqual(URL_ONLY);
    expect(screen.queryByText('write a URL that begins with http:// or https://')).not.toBeInTheDocument();
  });

  it('keeps passwords out of jsonData', async () => {
    const { seen, user } = setUp({ prometheus: { url: 'http://prometheus:9090', auth: 'basic' } });
    expect(screen.getByText('Basic authentication needs a user')).toBeInTheDocument();
    await user.type(field('User'), 'me');
    await user.type(field('Password'), 'hunter2');
    expect(seen.options.jsonData).toEqual({ prometheus: { url: 'http://prometheus:9090', auth: 'basic', user: 'me' } });
    expect(seen.options.secureJsonData).toEqual({ prometheusPassword: 'hunter2' });
  });

  it('never shows a stored secret, and resets it', async () => {
    const { seen, user } = setUp(
      { prometheus: { url: 'http://prometheus:9090', auth: 'bearer' } },
      { secureJsonFields: { prometheusToken: true } }
    );
    expect(field('Token')).toHaveValue('configured');
    await user.click(screen.getByRole('button', { name: 'Reset' }));
    expect(seen.options.secureJsonFields).toEqual({ prometheusToken: false });
    expect(field('Token')).toHaveValue('');
  });

  it('writes headers with their values as secrets, counted from one', async () => {
    const { seen, user } = setUp(URL_ONLY);
    await user.click(screen.getByRole('button', { name: 'Add a header' }));
    await user.type(field('Header 1'), 'X-Scope-OrgID');
    await user.type(field('Value of header 1'), 'tenant-a');
    expect(seen.options.jsonData.prometheus).toMatchObject({ headers: ['X-Scope-OrgID'] });
    expect(seen.options.secureJsonData).toEqual({ prometheusHeader1: 'tenant-a' });
    await user.click(screen.getByRole('button', { name: 'Remove header 1' }));
    expect(seen.options.jsonData).toEqual(URL_ONLY);
    expect(seen.options.secureJsonData).toEqual({ prometheusHeader1: '' });
  });

  it('writes what TLS needs, warns where nothing is verified, and leaves nothing behind', async () => {
    const { seen, user } = setUp(URL_ONLY);
    await user.click(screen.getByLabelText(/signed by an authority of our own/));
    await user.type(field('Certificate of the authority'), 'PEM');
    await user.click(screen.getByLabelText(/^Do not verify/));
    expect(screen.getByText(/can read and change what is sent/)).toBeInTheDocument();
    expect(seen.options.jsonData.prometheus).toMatchObject({ tls: { withCaCert: true, skipVerify: true } });
    expect(seen.options.secureJsonData).toEqual({ prometheusCaCert: 'PEM' });
    await user.click(screen.getByLabelText(/signed by an authority of our own/));
    await user.click(screen.getByLabelText(/^Do not verify/));
    expect(seen.options.jsonData).toEqual(URL_ONLY);
  });

  it('refuses a timeout that an alert rule would not live to see', async () => {
    const { seen, user } = setUp(URL_ONLY);
    await user.type(field('Timeout'), '40');
    expect(screen.getByText(/at most 25 seconds/)).toBeInTheDocument();
    expect(parseSettings(seen.options.jsonData).ok).toBe(false);
    await user.clear(field('Timeout'));
    expect(seen.options.jsonData).toEqual(URL_ONLY);
  });

  it('defines a model and a team that the backend can read', async () => {
    const { seen, user } = setUp();
    await user.click(screen.getByRole('button', { name: 'Add a model' }));
    expect(screen.getByText('give the model an id')).toBeInTheDocument();
    await user.type(field('Id'), 'fraud');
    await user.type(field('Title'), 'Card fraud');
    await user.click(screen.getByRole('button', { name: 'Add a feature' }));
    const feature = within(screen.getByRole('group', { name: 'Feature 1' }));
    await user.type(feature.getByLabelText('Name'), 'amount');
    await user.type(feature.getByLabelText('Importance'), '0.4{Enter}');
    await user.type(feature.getByLabelText('Possible values'), '0 to 10000{Enter}');
    expect(seen.options.jsonData.models).toEqual([
      {
        id: 'fraud',
        title: 'Card fraud',
        features: [{ name: 'amount', kind: 'numeric', importance: 0.4, range: [0, 10000] }],
      },
    ]);
    expect(parseSettings(seen.options.jsonData)).toMatchObject({ ok: true });
    await user.click(screen.getByRole('button', { name: 'Remove this model' }));
    expect(seen.options.jsonData).toEqual({});
  });

  it('takes what is known of labels, and says which line of worths cannot be read', async () => {
    const { seen, user } = setUp({ models: [{ id: 'fraud' }] });
    await user.click(screen.getByText('fraud'));
    await user.type(field('Label delay'), 'a week{Enter}');
    expect(screen.getByText('write a duration such as 15m, 1h or 7d')).toBeInTheDocument();
    await user.clear(field('Label delay'));
    await user.type(field('Label delay'), '7d{Enter}');
    await user.type(field('Positive class'), 'fraud');
    await user.type(field('What predictions are worth'), 'fraud, legit');
    await user.tab();
    expect(screen.getByText(/not “fraud, legit”/)).toBeInTheDocument();
    await user.type(field('What predictions are worth'), ', -500');
    await user.tab();
    expect(seen.options.jsonData.models).toEqual([
      { id: 'fraud', labels: { delay: '7d' }, positive: 'fraud', costs: { fraud: { legit: -500 } } },
    ]);
    expect(parseSettings(seen.options.jsonData)).toMatchObject({ ok: true });
    expect(screen.queryByText(/not “/)).not.toBeInTheDocument();
  });

  it('takes rules of absurd outputs, and says while they are written where one cannot be read', async () => {
    const { seen, user } = setUp({ models: [{ id: 'fraud' }] });
    await user.click(screen.getByText('fraud'));
    await user.type(field('Sure from'), '97{Enter}');
    expect(screen.getByText('at most 1, such as 0.95')).toBeInTheDocument();
    await user.clear(field('Sure from'));
    await user.type(field('Sure from'), '0.97{Enter}');
    await user.click(screen.getByRole('button', { name: 'Add a rule' }));
    const rule = within(screen.getByRole('group', { name: 'Rule 1' }));
    await user.type(rule.getByLabelText('Name'), 'cheap');
    await user.type(rule.getByLabelText('Impossible when'), 'prediction = 0');
    expect(rule.getByText(/the rule "cheap" cannot be read, at character 12: .* compare with ==, not =/)).toBeVisible();
    await user.clear(rule.getByLabelText('Impossible when'));
    await user.type(rule.getByLabelText('Impossible when'), 'prediction == 0');
    expect(seen.options.jsonData.models).toEqual([
      { id: 'fraud', absurd: { confidence: 0.97, rules: [{ name: 'cheap', when: 'prediction == 0' }] } },
    ]);
    expect(parseSettings(seen.options.jsonData)).toMatchObject({ ok: true });
    expect(rule.queryByText(/cannot be read/)).not.toBeInTheDocument();
    await user.click(rule.getByRole('button', { name: 'Remove rule 1' }));
    await user.clear(field('Sure from'));
    await user.tab();
    expect(seen.options.jsonData.models).toEqual([{ id: 'fraud' }]);
  });

  it('asks when a number is wrong, for a model that predicts numbers', async () => {
    const { seen, user } = setUp({ models: [{ id: 'price', task: 'regression' }] });
    await user.click(screen.getByText('price'));
    await user.type(field('Wrong when'), 'abs(label - prediction) > ');
    expect(screen.getByText(/something is missing at its end/)).toBeInTheDocument();
    await user.type(field('Wrong when'), '50');
    expect(seen.options.jsonData.models?.[0]?.absurd).toEqual({ wrong: 'abs(label - prediction) > 50' });
    expect(parseSettings(seen.options.jsonData)).toMatchObject({ ok: true });
  });

  it('points at a model that is not right, though its form is closed', () => {
    setUp({ models: [{ id: 'fraud' }, { id: 'fraud' }] });
    expect(screen.getAllByText(/something here is not right yet/)).toHaveLength(1);
  });

  it('says that an owner is no team, and keeps what no form shows', async () => {
    const { seen, user } = setUp({
      models: [{ id: 'fraud', owner: 'risk', thresholds: { psi: 0.2 } }],
    });
    await user.click(screen.getByText('fraud'));
    expect(screen.getByText('No team below has this id')).toBeInTheDocument();
    await user.type(field('Title'), 'F');
    expect(seen.options.jsonData.models).toEqual([
      { id: 'fraud', owner: 'risk', thresholds: { psi: 0.2 }, title: 'F' },
    ]);
  });

  it('lets nobody change what comes from a file, and says where to change it', async () => {
    const { user } = setUp({ ...URL_ONLY, models: [{ id: 'fraud' }] }, { readOnly: true });
    expect(screen.getByText('These settings come from a provisioning file')).toBeInTheDocument();
    expect(field('URL')).toBeDisabled();
    await user.click(screen.getByText('fraud'));
    expect(field('Id')).toBeDisabled();
    expect(screen.queryByRole('button', { name: 'Add a model' })).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Remove this model' })).not.toBeInTheDocument();
  });
});
