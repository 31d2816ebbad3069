import { CoreApp, dateTime } from '@grafana/data';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import type { ResourceParams } from '../../model';
import type { TidemarkQuery } from '../types';
import { giveEverythingASize } from '../testing/layout';
import { QueryFields, type EditorDataSource } from './QueryFields';

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
  return { seen, asked, user: userEvent.setup() };
}

giveEverythingASize();

describe('debug', () => {
  it('stops loading', async () => {
    setUp({ model: 'fraud', queryType: 'drift' });
    await waitFor(() => expect(screen.getByLabelText('Model')).toHaveValue('Card fraud'));
    expect(document.body.innerHTML).toContain('x');
    console.log(document.body.innerHTML.match(/spinner[^>]*/gi));
  });
});
