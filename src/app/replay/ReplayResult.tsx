import { useEffect, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Stack, Text, useStyles2 } from '@grafana/ui';
import { formatDuration } from '../../model/duration';
import {
  answeredOf,
  answeredShare,
  changedRule,
  compareIncidents,
  incidentsOf,
  isEnough,
  levelOf,
  runCourses,
  scoresOf,
  sumsOf,
  whatIf,
  type FailedPart,
  type ReadCourses,
} from '../../replay';
import { t } from '../t';
import { chosenInAddress, keepInAddress } from './address';
import { IncidentTable } from './IncidentTable';
import type { NamedRule } from './packOf';
import { ScoreChart } from './ScoreChart';
import { SumTable } from './SumTable';
import { Unanswered } from './Unanswered';
import { WhatIf } from './WhatIf';
import { changesOf, type Wishes } from './wishes';

interface Props {
  readonly rules: readonly NamedRule[];
  readonly folder: string;
  readonly courses: ReadCourses;
  readonly failed: readonly FailedPart[];
}

const SETTLED_MS = 400;

/** What a replay found: the course of a score, what fired, who was told, and what would change that. */
export function ReplayResult({ rules, folder, courses, failed }: Props) {
  const styles = useStyles2(getStyles);
  const [wishes, setWishes] = useState<Wishes>(() => chosenInAddress().wishes);
  const replayed = useMemo(() => {
    const known = new Set(courses.answer.rules.map(({ uid }) => uid));
    return rules.filter(({ rule }) => known.has(rule.uid));
  }, [rules, courses]);
  const [chosen, setChosen] = useState(() => chosenInAddress().rule);
  useEffect(() => {
    // A slider that is drawn along has many places.
    const timer = setTimeout(() => keepInAddress(chosen, wishes), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [chosen, wishes]);
  const plain = useMemo(() => replayed.map(({ rule }) => rule), [replayed]);
  const options = useMemo(() => ({ folder }), [folder]);
  const { from, until } = courses.answer;
  const answered = useMemo(
    () =>
      answeredShare(
        rules.map(({ rule: one }) => one),
        courses
      ),
    [rules, courses]
  );

  const before = useMemo(() => {
    const result = runCourses(plain, courses, options);
    const incidents = incidentsOf(result, plain);
    return { result, incidents, sums: sumsOf(incidents, result.notifications, until - from, answered) };
  }, [plain, courses, options, from, until, answered]);
  const changes = useMemo(() => changesOf(replayed, wishes), [replayed, wishes]);
  const after = useMemo(() => {
    if (changes.size === 0) {
      return undefined;
    }
    const result = whatIf(plain, courses, changes, options);
    const incidents = incidentsOf(result, plain);
    return {
      result,
      incidents,
      sums: sumsOf(incidents, result.notifications, until - from, answered),
      compared: compareIncidents(before.incidents, incidents),
    };
  }, [changes, plain, courses, options, before, from, until, answered]);

  const rule = replayed.find((one) => one.rule.uid === chosen) ?? replayed[0];
  const scores = useMemo(() => (rule === undefined ? undefined : scoresOf(rule.rule, courses)), [rule, courses]);
  const steps = [...new Set(courses.answer.rules.map(({ step }) => step))].sort((a, b) => a - b);
  const slower = courses.answer.rules.some(
    ({ uid, step }) => step > (plain.find((one) => one.uid === uid)?.interval ?? step)
  );
  const shown = after ?? before;
  const level = rule === undefined ? undefined : levelOf(changedRule(rule.rule, changes.get(rule.rule.uid) ?? {}));
  return (
    <Stack direction="column" gap={3}>
      <Text color="secondary">
        {t('replay.evaluated', 'Rules: {{rules}}. Evaluated every {{steps}}.', {
          rules: replayed.length,
          steps: steps.map((step) => formatDuration(step * 1000)).join(', '),
        })}
        {slower &&
          ` ${t('replay.slower', 'That is less often than they say: what is shorter is not seen, and times are up to a step late.')}`}
      </Text>
      {failed.length > 0 && (
        <Alert severity="warning" title={t('replay.some-failed', 'Some rules could not be replayed')}>
          {failed.map(({ rules: own, message }) => (
            <div key={own[0]?.uid ?? message}>
              {own.map(({ uid }) => rules.find((one) => one.rule.uid === uid)?.title ?? uid).join(', ')}: {message}
            </div>
          ))}
        </Alert>
      )}
      <Unanswered courses={courses.answer.courses} answered={answered} />
      {rule !== undefined && (
        <WhatIf
          rules={replayed}
          rule={rule}
          onRule={setChosen}
          wishes={wishes}
          onWishes={setWishes}
          scores={scores}
          courses={courses}
          folder={folder}
        />
      )}
      {rule !== undefined && scores !== undefined && (
        <ScoreChart
          title={`${rule.modelTitle}: ${rule.title}`}
          scores={scores}
          isAnswered={isEnough(answeredOf(rule.rule, courses))}
          level={level}
          firings={shown.result.firings.filter(({ uid }) => uid === rule.rule.uid)}
          from={from}
          to={until}
        />
      )}
      <section>
        <h3 className={styles.heading}>{t('replay.sums', 'What it comes to')}</h3>
        <SumTable before={before.sums} {...(after !== undefined && { after: after.sums })} />
      </section>
      <section>
        <h3 className={styles.heading}>{t('replay.incidents', 'Incidents')}</h3>
        <IncidentTable
          rules={replayed}
          incidents={before.incidents}
          answered={answered}
          {...(after !== undefined && { compared: after.compared })}
        />
      </section>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ fontSize: theme.typography.h4.fontSize, marginBottom: theme.spacing(1) }),
});
