import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { SteadyCombobox } from './SteadyCombobox';
import { giveEverythingASize } from './testing/layout';

giveEverythingASize();

const editor = (names: readonly string[]) => (
  <SteadyCombobox
    aria-label="Question"
    options={names.map((name) => ({ value: name, label: name }))}
    value="Drift now"
    onChange={() => undefined}
  />
);

it('keeps what is being typed when the editor around it is drawn again, and takes new options all the same', async () => {
  const user = userEvent.setup();
  const { rerender } = render(editor(['Drift now', 'Pipeline']));
  const field = screen.getByRole('combobox');
  await user.click(field);
  await user.keyboard('Pip');
  rerender(editor(['Drift now', 'Pipeline']));
  expect(field).toHaveValue('Pip');
  await user.keyboard('e');
  expect(field).toHaveValue('Pipe');
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['Pipeline']);
  rerender(editor(['Drift now', 'Pipeline', 'Pipes']));
  expect((await screen.findAllByRole('option')).map(({ textContent }) => textContent)).toEqual(['Pipeline', 'Pipes']);
});
