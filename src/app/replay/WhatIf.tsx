import { useId, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Combobox, Field, Input, Slider, Stack, Text, useStyles2 } from '@grafana/ui';
import { formatDuration } from '../../model/duration';
import {
  knowsAlpha,
  levelOf,
  suggestThreshold,
  type ReadCourses,
  type ScoreCourse,
  type Suggested,
} from '../../replay';
import { t } from '../t';
import type { NamedRule } from './packOf';
import { NO_WISHES, type Wishes } from './wishes';

const WAITS = [0, 60, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200];
const ALPHAS = [0.2, 0.1, 0.05, 0.01, 0.001, 0.0001];
const UNCHANGED = '';
const NEVER = 1e9;

interface Props {
  readonly rules: readonly NamedRule[];
  readonly rule: NamedRule;
  readonly onRule: (uid: string) => void;
  readonly wishes: Wishes;
  readonly onWishes: (wishes: Wishes) => void;
  readonly scores: ScoreCourse | undefined;
  readonly courses: ReadCourses;
  readonly folder: string;
}

const number = (value: number): string => String(Number(value.toPrecision(3)));

/** Three digits of what the largest score needs. */
function scaleOf(scores: ScoreCourse | undefined, alert: number): { max: number; step: number } {
  const top = Math.max(alert * 2, ...(scores?.series ?? []).flatMap(({ values }) => values.map((value) => value ?? 0)));
  const step = 10 ** Math.floor(Math.log10(top / 100));
  return { max: Number((Math.ceil(top / step) * step).toPrecision(6)), step: Number(step.toPrecision(3)) };
}

function costOf(suggested: Suggested): string {
  if (!suggested.ok) {
    switch (suggested.reason) {
      case 'flat':
        return t('replay.flat', 'Nothing that this rule looks at has changed, so no threshold can be suggested.');
      case 'unanswered':
        return t(
          'replay.suggest-unanswered',
          'Too little of what this rule asks was answered, so no threshold can be suggested.'
        );
      case 'no_threshold':
        return t('replay.no-threshold', 'This rule has no threshold that could be moved.');
    }
  }
  const { threshold, sums, compared } = suggested.suggestion;
  return t(
    'replay.suggestion',
    'Pages a month at {{threshold}}: {{pages}}. Incidents missed: {{missed}}, told later: {{late}}, new: {{added}}.',
    {
      threshold: number(threshold),
      pages: sums.pagesAMonth === null ? '–' : number(sums.pagesAMonth),
      missed: compared.missed.length,
      late: compared.late.length,
      added: compared.added.length,
    }
  );
}

/** What might be set otherwise; what it does is seen at once, without asking again. */
export function WhatIf({ rules, rule, onRule, wishes, onWishes, scores, courses, folder }: Props) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const [pages, setPages] = useState('4');
  const [suggested, setSuggested] = useState<{ readonly uid: string; readonly of: Suggested }>();
  const { uid } = rule.rule;
  const level = levelOf(rule.rule);
  const movable = level !== undefined && level.alert > 0 && level.alert < NEVER ? level.alert : undefined;
  const scale = scaleOf(scores, movable ?? 1);
  const threshold = wishes.thresholds[uid] ?? movable;
  const setThreshold = (value: number): void =>
    onWishes({ ...wishes, thresholds: { ...wishes.thresholds, [uid]: value } });
  const optional = (key: 'for' | 'alpha', text: string): void => {
    const { [key]: _, ...rest } = wishes;
    onWishes(text === UNCHANGED ? rest : { ...rest, [key]: Number(text) });
  };
  const suggest = (): void => {
    const change = {
      ...(wishes.for === undefined ? {} : { for: wishes.for }),
      ...(wishes.alpha === undefined ? {} : { alpha: wishes.alpha }),
    };
    const of = suggestThreshold(rule.rule, courses, Number(pages), { folder, change });
    setSuggested({ uid, of });
    if (of.ok) {
      setThreshold(of.suggestion.threshold);
    }
  };
  const wanted = Number(pages);
  const changed = Object.keys(wishes.thresholds).length > 0 || wishes.for !== undefined || wishes.alpha !== undefined;
  return (
    <section className={styles.box} aria-label={t('replay.what-if', 'What if')}>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field label={t('replay.rule', 'Rule')} htmlFor={`${id}-rule`} noMargin>
          <Combobox
            id={`${id}-rule`}
            width={40}
            options={rules.map((one) => ({ value: one.rule.uid, label: `${one.modelTitle}: ${one.title}` }))}
            value={uid}
            onChange={({ value }) => onRule(value)}
          />
        </Field>
        {movable !== undefined && (
          <Field
            label={t('replay.threshold', 'Threshold')}
            htmlFor={`${id}-threshold`}
            description={t('replay.threshold-now', 'It is {{alert}}.', { alert: number(movable) })}
            noMargin
          >
            <div className={styles.slider}>
              <Slider
                inputId={`${id}-threshold`}
                ariaLabelForHandle={t('replay.threshold', 'Threshold')}
                min={0}
                max={scale.max}
                step={scale.step}
                value={threshold ?? 0}
                onChange={setThreshold}
              />
            </div>
          </Field>
        )}
        <Field label={t('replay.for', 'Has to last')} htmlFor={`${id}-for`} noMargin>
          <Combobox
            id={`${id}-for`}
            width={18}
            options={[
              { value: UNCHANGED, label: t('replay.unchanged', 'As it is') },
              ...WAITS.map((wait) => ({ value: String(wait), label: formatDuration(wait * 1000) })),
            ]}
            value={wishes.for === undefined ? UNCHANGED : String(wishes.for)}
            onChange={({ value }) => optional('for', value)}
          />
        </Field>
        <Field
          label={t('replay.alpha', 'Alpha of verdicts')}
          htmlFor={`${id}-alpha`}
          {...(knowsAlpha(uid, courses)
            ? {}
            : { description: t('replay.no-alpha', 'Changes nothing of this rule: it judges by no alpha.') })}
          noMargin
        >
          <Combobox
            id={`${id}-alpha`}
            width={18}
            options={[
              { value: UNCHANGED, label: t('replay.unchanged', 'As it is') },
              ...ALPHAS.map((alpha) => ({ value: String(alpha), label: String(alpha) })),
            ]}
            value={wishes.alpha === undefined ? UNCHANGED : String(wishes.alpha)}
            onChange={({ value }) => optional('alpha', value)}
          />
        </Field>
      </Stack>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-end">
        <Field label={t('replay.wanted', 'Pages a month, at most')} htmlFor={`${id}-pages`} noMargin>
          <Input
            id={`${id}-pages`}
            type="number"
            min={0}
            width={12}
            value={pages}
            onChange={({ currentTarget }) => setPages(currentTarget.value)}
          />
        </Field>
        <Button
          variant="secondary"
          icon="sliders-v-alt"
          disabled={pages.trim() === '' || !(wanted >= 0) || movable === undefined}
          onClick={suggest}
        >
          {t('replay.suggest', 'Suggest a threshold')}
        </Button>
        {changed && (
          <Button
            variant="secondary"
            fill="outline"
            onClick={() => {
              onWishes(NO_WISHES);
              setSuggested(undefined);
            }}
          >
            {t('replay.reset', 'As it is')}
          </Button>
        )}
      </Stack>
      <div aria-live="polite">
        {suggested?.uid === uid && <Text>{costOf(suggested.of)}</Text>}
        {movable === undefined && (
          <Text color="secondary">{t('replay.no-threshold', 'This rule has no threshold that could be moved.')}</Text>
        )}
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    padding: theme.spacing(2),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  slider: css({ width: 320, maxWidth: '80vw' }),
});
