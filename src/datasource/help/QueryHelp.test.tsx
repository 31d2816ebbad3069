import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import type { TidemarkQuery } from '../types';
import { EXAMPLES } from './examples';
import QueryHelp from './QueryHelp';

async function take(title: string, query: TidemarkQuery): Promise<TidemarkQuery | undefined> {
  let taken: TidemarkQuery | undefined;
  const props = { query, onClickExample: (example: TidemarkQuery) => (taken = example) };
  render(<QueryHelp {...(props as unknown as ComponentProps<typeof QueryHelp>)} />);
  await userEvent.click(screen.getByText(title));
  return taken;
}

describe('the query help', () => {
  it('puts an example into the query at hand, on the model that is looked at', async () => {
    const datasource = { uid: 'tidemark', type: 'tidemark-drift-datasource' };
    expect(
      await take('Version 7 against version 6', { refId: 'B', datasource, model: 'churn', features: ['age'] })
    ).toEqual({
      ...EXAMPLES.find(({ title }) => title === 'Version 7 against version 6')?.query,
      refId: 'B',
      datasource,
      model: 'churn',
    });
  });

  it('leaves ad-hoc examples without a model', async () => {
    const taken = await take('Any histogram of Prometheus', { refId: 'A', model: 'churn' });
    expect(taken).toMatchObject({ refId: 'A', source: { metric: 'http_request_duration_seconds' } });
    expect(taken).not.toHaveProperty('model');
  });
});
