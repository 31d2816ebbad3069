import type { Course, CourseSeries } from '../../model';
import { labelsKey, type Answer, type Sample } from '../../replay';

/** Collects what one query answered, evaluation by evaluation, into series. */
export class CourseWriter {
  private readonly instants: number[] = [];
  private readonly answers: Answer[] = [];

  constructor(private readonly about: Pick<Course, 'id' | 'kind' | 'model' | 'range'>) {}

  add(at: number, answer: Answer): void {
    this.instants.push(at);
    this.answers.push(answer);
  }

  course(): Course {
    const series = new Map<string, { labels: Sample['labels']; values: Array<number | null>; absent: number[] }>();
    this.answers.forEach((answer, place) => {
      for (const { labels, value } of answer.ok ? answer.samples : []) {
        const key = labelsKey(labels);
        let one = series.get(key);
        if (one === undefined) {
          one = { labels, values: [], absent: [] };
          series.set(key, one);
        }
        this.fill(one, place);
        one.values.push(value);
      }
    });
    return {
      ...this.about,
      instants: this.instants,
      series: [...series.values()].map((one): CourseSeries => {
        this.fill(one, this.instants.length);
        const { labels, values, absent } = one;
        const nan = values.flatMap((value, place) => (Number.isNaN(value) ? [place] : []));
        return {
          labels,
          values: nan.length === 0 ? values : values.map((value) => (Number.isNaN(value) ? null : value)),
          ...(absent.length === 0 ? {} : { absent }),
          ...(nan.length === 0 ? {} : { nan }),
        };
      }),
      errors: this.answers.flatMap((answer, at) => (answer.ok ? [] : [{ at, message: answer.error }])),
    };
  }

  /** Where an answer did not have a label set: a null would say that it had nothing to say, which is another thing. */
  private fill({ values, absent }: { values: Array<number | null>; absent: number[] }, until: number): void {
    while (values.length < until) {
      absent.push(values.length);
      values.push(null);
    }
  }
}
