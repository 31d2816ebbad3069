import { quoted } from '../../engine';
import { formatDuration, LOG_FIELDS, parseDuration, type ModelSettings, type PipelineSettings } from '../../model';
import { alertRule, type AlertRule } from '../alertRule';
import type { CheckId } from '../checks';
import type { Pack } from '../compile';
import { seconds } from '../duration';
import { goString, literal } from '../template';

type Rule = AlertRule;

export interface LokiRules {
  readonly groups: ReadonlyArray<{ readonly name: string; readonly interval: string; readonly rules: readonly Rule[] }>;
  readonly notes: readonly string[];
}

/** A condition in CEL that LogQL can say, too: a field of the line against a number. */
const COMPARISON = /^\s*([A-Za-z_][\w.]*)\s*(<=|>=|<|>|==|!=)\s*(-?\d+(?:\.\d+)?)\s*$/;
/** A job is late after so many of its intervals, as in the data source. */
const LATE_AFTER = 1.5;

/** How far back is looked for what was before a job broke. */
const LOOK_BACK = '1d';

/** What stands most often in a label of some lines; nothing where none has it. Loki is asked when the alert is told. */
function mostOf(label: string, lines: string, window: string, text: (value: string, count: string) => string): string {
  const asked = `topk(1, sum by (${label}) (count_over_time(${lines} [${window}])))`;
  return `{{ with query ${goString(asked)} }}{{ with first . }}${text(`{{ label "${label}" . }}`, '{{ printf "%.0f" (value .) }}')}{{ end }}{{ end }}`;
}

/** When the first or the last of some lines was written, in `text`, and other words where there is none. */
function instantOf(
  which: 'min' | 'max',
  lines: string,
  window: string,
  text: (instant: string) => string,
  otherwise = ''
): string {
  const time = '| label_format tidemark_time="{{ __timestamp__ | unixEpoch }}" | keep tidemark_time';
  const asked = `${which}(${which}_over_time(${lines} ${time} | unwrap tidemark_time [${window}]))`;
  const instant = '{{ (. | first | value | toTime).UTC.Format "2 Jan 15:04 UTC" }}';
  return `{{ with query ${goString(asked)} }}${text(instant)}${otherwise === '' ? '' : `{{ else }}${otherwise}`}{{ end }}`;
}

/** Writes the rules of one model in LogQL. */
class ModelLog {
  readonly notes: string[] = [];
  private readonly fields;
  private readonly title: string;

  constructor(
    private readonly pack: Pack,
    private readonly model: ModelSettings
  ) {
    this.fields = { ...LOG_FIELDS, ...model.logs?.fields } as Readonly<Record<keyof typeof LOG_FIELDS, string>>;
    this.title = literal(model.title ?? model.id);
  }

  private stream(event: 'pipeline' | 'prediction'): string {
    const { logs, selector, id } = this.model;
    const labels = {
      ...(logs?.selector ?? selector ?? { model: id }),
      [logs?.eventLabel ?? 'event']: logs?.events?.[event] ?? event,
    };
    return `{${Object.entries(labels)
      .map(([label, value]) => `${label}=${quoted(value)}`)
      .join(', ')}}`;
  }

  /** The parser and the fields that are wanted, under names that no label has. */
  private read(names: Readonly<Record<string, string>>): string {
    const wanted = Object.entries(names).map(([name, path]) => `${name}=${quoted(path)}`);
    return `| ${this.model.logs?.parser ?? 'json'} ${wanted.join(', ')}`;
  }

  private alert(
    check: CheckId,
    expr: string,
    labels: Readonly<Record<string, string>>,
    summary: string,
    description: string
  ): readonly Rule[] {
    const { options, rules } = this.pack;
    const rule = rules.find((one) => one.check === check && one.model.id === this.model.id);
    return rule === undefined
      ? []
      : [alertRule(rule, options, { expr, labels, annotations: { summary, description } })];
  }

  job({ job, every = '', lateAfter = '', minRows = 1 }: PipelineSettings): readonly Rule[] {
    const { job: name, status, rows, error } = this.fields;
    const told = this.read({ tidemark_job: name, tidemark_status: status, tidemark_rows: rows });
    const of = (outcome: string): string =>
      `${this.stream('pipeline')} ${told} | tidemark_job=${quoted(job)} | tidemark_status=${quoted(outcome)}`;
    const late = parseDuration(lateAfter) ?? (parseDuration(every) ?? 0) * LATE_AFTER;
    if (late === 0) {
      this.notes.push(`${this.model.id}: Loki cannot tell when ${job} is late: say how often it runs (every).`);
    }
    const labels = { job: literal(job) };
    const errors = `${this.stream('pipeline')} ${this.read({ tidemark_job: name, tidemark_status: status, tidemark_error: error })} | tidemark_job=${quoted(job)} | tidemark_status=${quoted('failed')} | tidemark_error!=""`;
    const lastly = instantOf(
      'max',
      of('succeeded'),
      LOOK_BACK,
      (instant) => `It last succeeded at ${instant}.`,
      `It has not succeeded within the last ${LOOK_BACK}.`
    );
    const began = instantOf('min', of('failed'), '1h', (instant) => `It has failed since ${instant}. `);
    const what = `The job ${literal(job)}, which feeds ${this.title},`;
    const within = formatDuration(late === 0 ? 86_400_000 : late);
    return [
      ...this.alert(
        'job_failed',
        `sum(count_over_time(${of('failed')} [1h])) > 0`,
        labels,
        `${what} failed within the last hour`,
        `${mostOf('tidemark_error', errors, '1h', (error) => `Its error: ${error}. `)}${began}${lastly}`
      ),
      ...(late === 0
        ? []
        : this.alert(
            'job_late',
            `(sum(count_over_time(${of('succeeded')} [${within}])) or vector(0)) == 0`,
            labels,
            `${what} has not succeeded for ${within}`,
            lastly
          )),
      ...this.alert(
        'job_empty',
        `max(last_over_time(${of('succeeded')} | unwrap tidemark_rows | __error__="" [${within}])) < ${minRows}`,
        labels,
        `${what} succeeded and brought fewer than ${minRows} rows: {{ printf "%.0f" $value }}`,
        `${lastly} Look at its source: the job itself saw nothing wrong.`
      ),
    ];
  }

  outputs(): readonly Rule[] {
    const { options } = this.pack;
    const stream = this.stream('prediction');
    const window = seconds(options.window);
    return (this.model.absurd?.rules ?? []).flatMap(({ name, when }) => {
      const [, field, op, value] = COMPARISON.exec(when) ?? [];
      const path = field === undefined ? undefined : this.pathOf(field);
      if (path === undefined || op === undefined || value === undefined) {
        this.notes.push(
          `${this.model.id}: LogQL cannot say the rule ${JSON.stringify(name)} (${when}); the data source watches it.`
        );
        return [];
      }
      const wrong = `${stream} ${this.read({ tidemark_value: path, tidemark_prediction: this.fields.prediction })} | tidemark_value ${op} ${value} | __error__=""`;
      const broken = `count_over_time(${wrong} [${window}])`;
      return this.alert(
        'impossible',
        `sum(${broken}) / sum(count_over_time(${stream} [${window}])) > ${options.levels.impossible.alert}`,
        { rule: literal(name) },
        `{{ $value | humanizePercentage }} of the outputs of ${this.title} break the rule "${literal(name)}" within ${window}`,
        `${mostOf('tidemark_prediction', `${wrong} | tidemark_prediction!=""`, window, (prediction, count) => `Most of them (${count}) have the prediction ${prediction}. `)}${instantOf('min', wrong, window, (instant) => `It began at ${instant}, or before the last ${window}.`)}`
      );
    });
  }

  /** Where a variable of a rule stands in a line. */
  private pathOf(variable: string): string | undefined {
    const [head = '', ...rest] = variable.split('.');
    switch (head) {
      case 'features':
        return [this.fields.features, ...rest].join('.');
      case 'prediction':
      case 'confidence':
        return rest.length === 0 ? this.fields[head] : undefined;
      default:
        return undefined;
    }
  }
}

/** What the log alone can tell, for Loki's ruler: jobs, and rules that compare a field with a number. */
export function lokiRules(pack: Pack): LokiRules {
  const { models = [] } = pack.settings;
  const all = models.map((model) => {
    const log = new ModelLog(pack, model);
    const rules = [...(model.pipelines ?? []).flatMap((job) => log.job(job)), ...log.outputs()];
    return { name: `tidemark:${model.id}:log`, rules, notes: log.notes };
  });
  return {
    groups: all
      .filter(({ rules }) => rules.length > 0)
      .map(({ name, rules }) => ({ name, interval: seconds(pack.options.interval), rules })),
    notes: all.flatMap(({ notes }) => notes),
  };
}
