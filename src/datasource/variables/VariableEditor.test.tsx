import { configure, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ComponentProps } from 'react';
import { giveEverythingASize } from '../testing/layout';
import type { TidemarkVariableQuery } from '../types';
import VariableEditor from './VariableEditor';

giveEverythingASize();
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 15_000 });

const field = (label: string): HTMLElement =>
  screen.getByLabelText((text) => text.startsWith(label), { selector: 'input' });

const ANSWERS: Readonly<Record<string, unknown>> = {
  models: [{ id: 'fraud', title: 'Card fraud', origin: 'settings' }],
  'label-names': ['country', 'version'],
};

function setUp(initial: unknown) {
  const datasource = {
    ask: (path: string) => Promise.resolve(ANSWERS[path]),
    variableNames: () => ['$model'],
  } as unknown as ComponentProps<typeof VariableEditor>['datasource'];
  const seen: { query: unknown } = { query: initial };
  function Host() {
    const [query, setQuery] = useState(initial);
    return (
      <VariableEditor
        datasource={datasource}
        query={query as TidemarkVariableQuery}
        onChange={(next) => {
          seen.query = next;
          setQuery(next);
        }}
        onRunQuery={() => undefined}
      />
    );
  }
  render(<Host />);
  const user = userEvent.setup({ delay: null, pointerEventsCheck: 0 });
  const choose = async (label: string, option: string) => {
    await user.click(field(label));
    await user.click(
      await waitFor(() => {
        const found = [...document.querySelectorAll('[role="option"]')].find((one) =>
          one.textContent?.startsWith(option)
        );
        if (found === undefined) {
          throw new Error(`no option ${option}`);
        }
        return found;
      })
    );
  };
  return { seen, choose };
}

describe('the editor of a dashboard variable', () => {
  it('begins with models, and asks for a model where one is needed', async () => {
    const { seen, choose } = setUp('');
    expect(field('List')).toHaveValue('Models');
    await choose('List', 'Features of a model');
    expect(screen.getByText('choose a model')).toBeInTheDocument();
    await choose('Model', '$model');
    expect(seen.query).toEqual({ refId: 'TidemarkVariable', kind: 'features', model: '$model' });
    expect(screen.queryByText('choose a model')).not.toBeInTheDocument();
  });

  it('asks for the label whose values are wanted, and forgets it when something else is listed', async () => {
    const { seen, choose } = setUp({ refId: 'V', kind: 'label_values', model: 'fraud' });
    expect(screen.getByText('choose a label')).toBeInTheDocument();
    await choose('Label', 'country');
    expect(seen.query).toEqual({ refId: 'V', kind: 'label_values', model: 'fraud', label: 'country' });
    await choose('List', 'Versions');
    expect(seen.query).toEqual({ refId: 'V', kind: 'versions', model: 'fraud' });
  });
});
