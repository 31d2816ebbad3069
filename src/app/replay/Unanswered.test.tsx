import { render, screen } from '@testing-library/react';
import type { Course } from '../../model/replay';
import { Unanswered } from './Unanswered';

const course = (errors: Course['errors']): Course => ({
  id: 'q1',
  kind: 'answer',
  model: {},
  range: { from: 21_600, to: 0 },
  instants: [1, 2, 3, 4],
  series: [],
  errors,
});
const why = 'Prometheus refuses the connection';

describe('what a replay was not answered', () => {
  it('is said with its share and each reason once, so that no fire is not taken for nothing wrong', () => {
    render(
      <Unanswered answered={0.75} courses={[course([{ at: 1, message: why }]), course([{ at: 2, message: why }])]} />
    );
    screen.getByText('25 % of the evaluations were not answered');
    screen.getByText(why);
  });

  it('is said once where only the instants that were looked at differ', () => {
    const at = (minute: number) => ({ at: minute, message: `Nothing was observed from 2026-11-25T23:0${minute}:00Z.` });
    render(<Unanswered answered={0.25} courses={[course([at(1), at(2), at(3)])]} />);
    expect(screen.getAllByText(/^Nothing was observed/)).toHaveLength(1);
  });

  it('is not mentioned where everything was', () => {
    const { container } = render(<Unanswered answered={1} courses={[course([])]} />);
    expect(container.textContent).toBe('');
  });
});
