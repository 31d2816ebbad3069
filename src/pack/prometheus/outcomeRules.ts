import { BURN_RULES, selectorText, type LabelMatcher } from '../../engine';
import { formatDuration, USUAL_CONFIDENCE } from '../../model';
import { seconds } from '../duration';
import { anyOf, is } from './matchers';
import type { ModelRules } from './modelRules';
import { growth, type TestSeries } from './series';

const USUAL_MARGIN = 0.01;

const recordOf = (hours: number): string => `tidemark:output:burn_${seconds(hours * 3600)}`;

/** How fast the error budget of confident errors burns. */
function burnRules(rules: ModelRules, known: LabelMatcher): void {
  const { predictionConfidence, correctLabel } = rules.names;
  const { confidence = USUAL_CONFIDENCE, budget = 1 - confidence } = rules.model.absurd ?? {};
  const allowed = Number(budget.toPrecision(6));
  const confident = (window: string, more: LabelMatcher): string => {
    const sum = (metric: string, own: readonly LabelMatcher[]) =>
      `sum(increase(${selectorText(metric, [...rules.own, more, ...own])}[${window}]))`;
    return `(${sum(`${predictionConfidence}_count`, [])} - ${sum(`${predictionConfidence}_bucket`, [is('le', String(confidence))])})`;
  };
  const told = BURN_RULES.filter(({ factor }) => factor * allowed < 1);
  const windows = [...new Set(told.flatMap(({ longHours, shortHours }) => [shortHours, longHours]))].sort(
    (a, b) => a - b
  );
  for (const hours of windows) {
    const window = seconds(hours * 3600);
    rules.record(
      recordOf(hours),
      `${confident(window, is(correctLabel, 'false'))} / ${confident(window, known)} / ${allowed}`
    );
  }
  (['burn_fast', 'burn_slow', 'burn_long'] as const).forEach((check, i) => {
    const rule = BURN_RULES[i];
    if (rule === undefined || rule.factor * allowed >= 1) {
      rules.notes.push(
        `${rules.model.id}: no output can be wrong so often that ${check} fires with the budget of ${allowed}; set absurd.budget.`
      );
      return;
    }
    const [long, short] = [rule.longHours, rule.shortHours].map((hours) => rules.recorded(recordOf(hours)));
    const time = rules.time(rule.longHours * 3600, rule.longHours * 3600, rule.shortHours * 3600);
    const share = Math.min(1, rule.factor * allowed * 1.3);
    const wrongOfThousand = Math.round(1000 * share);
    const burning = (value: number) =>
      [rule.longHours, rule.shortHours].map((hours) => ({ record: recordOf(hours), value }));
    const series = (wrong: number): readonly TestSeries[] =>
      (['true', 'false'] as const).flatMap((correct) => {
        const calm = correct === 'true' ? 1000 : 0;
        const after = correct === 'true' ? 1000 - wrong : wrong;
        const labels = { [correctLabel]: correct };
        return [
          growth(rules.example(`${predictionConfidence}_count`, labels), calm, after, time.change, time.end),
          growth(
            rules.example(`${predictionConfidence}_bucket`, { ...labels, le: String(confidence) }),
            0,
            0,
            time.change,
            time.end
          ),
        ];
      });
    rules.alert(
      check,
      `(${long ?? ''} > ${rule.factor}) and (${short ?? ''} > ${rule.factor})`,
      `${rules.title} is wrong with high confidence {{ printf "%.1f" $value }} times as often as its error budget allows`,
      `Of outputs with a confidence above ${confidence} whose label is known at once, within the last ${seconds(rule.longHours * 3600)}.`,
      {
        step: time.step,
        at: time.at,
        fires: series(wrongOfThousand),
        quiet: series(0),
        records: { fires: burning(wrongOfThousand / 1000 / allowed), quiet: burning(0) },
      }
    );
  });
}

/** What is known at once: the confidence of predictions that were right, or wrong. */
export function outcomeRules(rules: ModelRules): void {
  const { predictionConfidence, correctLabel, roleLabel } = rules.names;
  const by = (
    metric: string,
    matchers: readonly LabelMatcher[],
    window: string,
    more: readonly LabelMatcher[]
  ): string => `sum by (${roleLabel}) (increase(${selectorText(metric, [...matchers, ...more])}[${window}]))`;
  const known = anyOf(correctLabel, '=~', ['true', 'false']);
  const right = is(correctLabel, 'true');
  const count = `${predictionConfidence}_count`;
  rules.record('tidemark:role:labelled', by(count, rules.all, rules.window, [known]));
  rules.record(
    'tidemark:role:accuracy',
    `${by(count, rules.all, rules.window, [right])} / ${by(count, rules.all, rules.window, [known])}`
  );
  const accuracy = (role: string) => rules.recorded('tidemark:role:accuracy', [is(roleLabel, role)]);
  const labelled = (role: string) => rules.recorded('tidemark:role:labelled', [is(roleLabel, role)]);
  const time = rules.time();
  const series = (role: string, wrong: number, wrongAfter: number): readonly TestSeries[] => [
    growth(
      rules.example(count, { [correctLabel]: 'true', [roleLabel]: role }),
      100 - wrong,
      100 - wrongAfter,
      time.change,
      time.end
    ),
    growth(
      rules.example(count, { [correctLabel]: 'false', [roleLabel]: role }),
      wrong,
      wrongAfter,
      time.change,
      time.end
    ),
  ];
  const live = accuracy('live');
  rules.alert(
    'realised',
    `${live} offset ${formatDuration(rules.offset)} - ${live} > ${rules.pack.options.levels.performance.alert}`,
    `${rules.title} has got worse: its accuracy has lost {{ humanizePercentage $value }}`,
    `Of predictions whose label is known at once, the last ${rules.window} beside the same time ${formatDuration(rules.offset)} earlier.`,
    {
      step: time.step,
      at: time.at,
      fires: series('live', 5, 20),
      quiet: series('live', 5, 5),
      records: {
        fires: [{ record: 'tidemark:role:labelled' }, { record: 'tidemark:role:accuracy', value: 0.8 }],
        quiet: [{ record: 'tidemark:role:labelled' }, { record: 'tidemark:role:accuracy', value: 0.95 }],
      },
    }
  );
  const margin = rules.model.shadow?.margin ?? USUAL_MARGIN;
  const variance = (role: string): string => `${accuracy(role)} * (1 - ${accuracy(role)}) / ${labelled(role)}`;
  const loose = (expression: string): string => `sum without (${roleLabel}) (${expression})`;
  const lost = `(${loose(live)} - ${loose(accuracy('shadow'))})`;
  rules.alert(
    'shadow_worse',
    `${lost} - 1.96 * sqrt(${loose(variance('live'))} + ${loose(variance('shadow'))}) > ${margin}`,
    `The shadow of ${rules.title} is worse than live: roll it back`,
    `Of predictions of the last ${rules.window} whose label is known at once, its accuracy is lower by more than the margin of ${margin} and than chance explains.`,
    {
      step: time.step,
      at: time.at,
      fires: [...series('live', 5, 5), ...series('shadow', 15, 15)],
      quiet: [...series('live', 5, 5), ...series('shadow', 5, 5)],
    }
  );
  burnRules(rules, known);
}
