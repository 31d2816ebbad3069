import { REPEATED_KNOWN } from '../../events/labelled';
import type { Notice } from '../../frames/frame';
import { MOST_GROUPS, type AbsurdCounts } from './count';
import type { AbsurdOptions } from './options';
import type { OtherAnswers } from './otherAnswers';
import type { LearnedCalibration } from './reference';
import type { LabelState } from './summary';

const counted = (count: number): string => count.toLocaleString('en');

function listed(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}

/** Below this share of labels, what has come is seldom like what is still to come. */
const ENOUGH_LABELS = 0.95;

function ofLabels(counts: AbsurdCounts, labels: LabelState, known: number): readonly string[] {
  const { predictions, labelled, unlabelled, confident } = counts.whole;
  switch (labels) {
    case 'never':
      return [
        'No label ever came for this model, from the start of the time range up to now: whether an output was wrong cannot be told. Log lines of the event "label" with prediction_id and label.',
      ];
    case 'elsewhere':
      return [
        `Labels came for ${counted(known)} predictions, and for none of these ${counted(predictions)}: wait for labels, look at an earlier time range, or compare the prediction_id of both lines.`,
      ];
    case 'some':
      return unlabelled > 0 && confident / (confident + unlabelled) < ENOUGH_LABELS
        ? [
            `${counted(unlabelled)} of ${counted(confident + unlabelled)} confident predictions have no label yet (of all, ${counted(predictions - labelled)} of ${counted(predictions)}): numbers rest on those that have, and labels that come early are seldom like the others.`,
          ]
        : [];
    case 'cannot_judge':
    case 'not_read':
      return [];
  }
}

/** What the lines lack, whatever is asked of them. */
function ofLines({ obstacles: { failed, withoutPrediction } }: AbsurdCounts): readonly string[] {
  const said: string[] = [];
  if (failed > 0) {
    said.push(`Requests that failed: ${counted(failed)}. They have no output, and are left out.`);
  }
  if (withoutPrediction > 0) {
    said.push(
      `Lines without a prediction: ${counted(withoutPrediction)}. Name the field in logs.fields.prediction of the model, if it has another name.`
    );
  }
  return said;
}

/** What stands in the way of telling by its label whether an output was wrong. */
function ofJudging(
  { obstacles, whole }: AbsurdCounts,
  { model, threshold, wrong, judgesByLabel }: AbsurdOptions
): readonly string[] {
  const said: string[] = [];
  const { withoutConfidence, impossibleConfidence, claimTaken, fractions, strangers } = obstacles;
  if (impossibleConfidence > 0) {
    said.push(
      `Predictions whose confidence is not between 0 and 1: ${counted(impossibleConfidence)}. They count as unsure; log a share, such as 0.97, not 97.`
    );
  }
  if (claimTaken > 0) {
    said.push(
      `${counted(claimTaken)} predictions tell no confidence: what "wrong" describes is taken as a promise that they keep with a confidence of ${threshold}.`
    );
  } else if (withoutConfidence > 0 && withoutConfidence === whole.predictions) {
    said.push(
      'No prediction tells how confident it is, so that none can be wrong with confidence: log "confidence" or "probabilities", or name the field in logs.fields.confidence of the model.'
    );
  } else if (withoutConfidence > 0) {
    said.push(`Predictions without a confidence: ${counted(withoutConfidence)}. They count as unsure.`);
  }
  if (!judgesByLabel) {
    said.push(
      'The model predicts numbers, and a number is never quite its label: say in absurd.wrong of the model when an output is wrong, such as abs(label - prediction) > 50. Until then, rules alone find absurd outputs.'
    );
  } else if (fractions > 0) {
    said.push(
      `Predictions or labels that are numbers with a fraction: ${counted(fractions)}. Whether they are wrong cannot be told: set the task of ${model.id} to regression, and say in absurd.wrong when an output is wrong.`
    );
  }
  if (wrong !== undefined && obstacles.undecided > 0) {
    said.push(
      `"wrong" could not be decided for ${counted(obstacles.undecided)} labelled predictions, for example: ${obstacles.undecidedWhy ?? ''}.`
    );
  }
  if (strangers !== undefined) {
    said.push(
      `No label is one of the classes that were predicted: labels are ${listed(strangers.labels)}, predictions ${listed(strangers.predictions)}. If these mean the same, log them in the same words, or say in absurd.wrong when an output is wrong.`
    );
  }
  return said;
}

function ofRules({ rules }: AbsurdCounts, options: AbsurdOptions): readonly string[] {
  return options.rules.flatMap(({ name }, i) => {
    const { unevaluable = 0, why = '' } = rules[i] ?? {};
    return unevaluable === 0
      ? []
      : [
          `The rule ${JSON.stringify(name)} could not be decided for ${counted(unevaluable)} predictions, for example: ${why}.`,
        ];
  });
}

function ofFrames(counts: AbsurdCounts, options: AbsurdOptions): readonly string[] {
  const { frames, shown, segments, asksForNumbers } = options;
  const said: string[] = [];
  if (asksForNumbers) {
    return said;
  }
  if (frames.has('repeats')) {
    if (shown.length === 0) {
      said.push(
        'Inputs that repeat are those of the features that a query names, and this one names none: set "features".'
      );
    } else if (counts.repeats.unfollowed > 0) {
      said.push(
        `Absurd outputs whose inputs are not among the repeats: ${counted(counts.repeats.unfollowed)}. There are too many different ones; name features with fewer values.`
      );
    }
  }
  if (frames.has('segments')) {
    if (segments.length === 0) {
      said.push('No segment is named: set "groupBy", or the segments of the model.');
    }
    if (counts.segments.tooMany.length > 0) {
      said.push(`${listed(counts.segments.tooMany)}: so many values that those which came last are counted together.`);
    }
  }
  if (frames.has('rows') && counts.rows.left !== undefined) {
    said.push(counts.rows.left);
  }
  return said;
}

/** Everything that a person has to know of how the numbers came about; the gravest first. */
export function absurdNotices(
  counts: AbsurdCounts,
  options: AbsurdOptions,
  {
    learned,
    others,
    labels,
    knownLabels,
    ofQuery,
    fromUpstream,
    isPrivate,
  }: {
    readonly learned: LearnedCalibration | undefined;
    readonly others: OtherAnswers;
    readonly labels: LabelState;
    readonly knownLabels: number;
    /** What is to be said of what the query asks for. */
    readonly ofQuery: readonly string[];
    readonly fromUpstream: readonly string[];
    /** Whether the settings keep a feature unread. */
    readonly isPrivate: (feature: string) => boolean;
  }
): readonly Notice[] {
  const { duplicates, withoutId } = counts.reading.counts();
  const named = options.shown.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.name] : []));
  const hidden = named.filter(isPrivate);
  const unread = options.rules.flatMap(({ name, reads }) =>
    reads === 'all' || ![...reads].some(isPrivate) ? [] : [name]
  );
  const judgesLabels = labels === 'some' && counts.whole.confident > 0;
  const warnings = [
    ...ofQuery,
    ...ofLabels(counts, labels, knownLabels),
    ...ofLines(counts),
    ...(labels === 'not_read' ? [] : ofJudging(counts, options)),
    ...(judgesLabels && learned?.isLacking === true ? [learned.said] : []),
    ...ofRules(counts, options),
    ...(unread.length === 0
      ? []
      : [`${listed(unread)}: these rules read features that privateFields keeps unread, and can never be decided.`]),
    ...(hidden.length === 0 ? [] : [`${listed(hidden)}: kept private by the settings, and not shown.`]),
    ...(duplicates === 0
      ? []
      : [`Lines of predictions that were there already: ${counted(duplicates)}. Each counts once. ${REPEATED_KNOWN}`]),
    ...(withoutId === 0 || labels === 'never' || labels === 'not_read'
      ? []
      : [`Predictions without a prediction_id, to which no label can belong: ${counted(withoutId)}.`]),
    ...(counts.ungrouped === 0
      ? []
      : [
          `More than ${MOST_GROUPS} groups: ${counted(counts.ungrouped)} predictions of further ones are not shown apart.`,
        ]),
    ...(others.size > 0 && counts.whole.confidentPairs === 0 && counts.whole.predictions > 0
      ? [
          'The other version answered, and no request_id is on both sides: nothing can be said of where they oppose each other.',
        ]
      : []),
    ...ofFrames(counts, options),
    ...fromUpstream,
  ];
  return [
    ...[...new Set(warnings)].map((text): Notice => ({ severity: 'warning', text })),
    ...(judgesLabels && learned?.isLacking === false ? [{ severity: 'info', text: learned.said } as const] : []),
  ];
}
