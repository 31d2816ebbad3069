import type { ReactNode } from 'react';
import { dateTimeFormat } from '@grafana/data';
import { Alert, Button, Stack, Text } from '@grafana/ui';
import { t } from '../t';
import type { KeptUndo } from '../../pack/apply';
import type { Apply, LastRun } from './useApply';
import { useFirstEvaluation } from './useFirstEvaluation';

interface Props {
  readonly apply: Apply;
  /** Of the rules that Grafana is to have. */
  readonly uids: ReadonlySet<string>;
}

const listed = (keys: readonly string[]): string => keys.slice(0, 8).join(', ') + (keys.length > 8 ? ', …' : '');

/** What was done last, whether it is as it was to be, and the way back. */
export function ResultPart({ apply, uids }: Props) {
  const { last, kept, undone, since, state, undo } = apply;
  const makesRules =
    last?.outcome.failed === undefined &&
    (last?.plan.changes.some(({ kind, what }) => kind === 'rule' && what !== 'remove') ?? false);
  const evaluation = useFirstEvaluation(uids, makesRules);
  const working = state.is === 'working';
  const undoButton = (
    <Button variant="secondary" icon="history" disabled={working} onClick={() => void undo(since.length > 0)}>
      {since.length > 0 ? t('apply.undo-anyway', 'Undo anyway') : t('apply.undo', 'Undo')}
    </Button>
  );
  return (
    <div aria-live="polite">
      {last !== undefined && (
        <LastPart last={last} evaluation={evaluationText(evaluation, uids.size)} undo={undoButton} />
      )}
      {kept !== undefined && undone === undefined && <KeptPart kept={kept} undo={undoButton} />}
      {since.length > 0 && (
        <Alert severity="warning" title={t('apply.since', 'Somebody has changed this since')}>
          {t('apply.since-text', 'An undo would take that back, too: {{keys}}', { keys: listed(since) })}
        </Alert>
      )}
      {undone !== undefined &&
        (undone.left.length === 0 && undone.refusals.length === 0 ? (
          <Alert severity="success" title={t('apply.undone', 'Undone')}>
            {t('apply.undone-text', 'Grafana has what it had before.')}
          </Alert>
        ) : (
          <Alert severity="error" title={t('apply.half-undone', 'Not all of it could be undone')}>
            {undone.left.length > 0 && (
              <p>{t('apply.left', 'Not as it was: {{keys}}', { keys: listed(undone.left) })}</p>
            )}
            {undone.refusals.map(({ path, message }) => (
              <p key={path}>{message}</p>
            ))}
          </Alert>
        ))}
    </div>
  );
}

/** What was applied before the page was loaded, and can be taken back still. */
function KeptPart({ kept: { at, steps, lost }, undo }: { readonly kept: KeptUndo; readonly undo: ReactNode }) {
  return (
    <Alert
      severity="info"
      title={t('apply.kept-title', 'You applied something here on {{time}}, in {{count}} steps', {
        time: dateTimeFormat(at, { format: 'D MMM HH:mm' }),
        count: steps.length,
      })}
    >
      <Stack direction="column" gap={1}>
        {lost.length > 0 && (
          <div>
            {t(
              'apply.kept-lost',
              'Secrets are kept nowhere: what was there before cannot be brought back of {{names}}.',
              { names: listed([...new Set(lost)]) }
            )}
          </div>
        )}
        <div>{undo}</div>
      </Stack>
    </Alert>
  );
}

function evaluationText(found: ReturnType<typeof useFirstEvaluation>, count: number): string {
  if (found === undefined) {
    return '';
  }
  return found.failed.length === 0
    ? t('apply.evaluated', '{{evaluated}} of {{count}} rules have been evaluated, none with an error.', {
        evaluated: found.evaluated,
        count,
      })
    : t('apply.evaluated-failed', '{{failed}} of {{count}} rules fail: {{why}}', {
        failed: found.failed.length,
        count,
        why: found.failed.map(({ name, error }) => `${name}: ${error}`)[0] ?? '',
      });
}

function LastPart({
  last: { outcome, open, others, after },
  evaluation,
  undo,
}: {
  readonly last: LastRun;
  readonly evaluation: string;
  readonly undo: ReactNode;
}) {
  const { done, kept, failed } = outcome;
  const lines = [
    ...(failed === undefined
      ? []
      : [
          t('apply.failed-text', '{{name}}: {{message}}', { name: failed.step.name, message: failed.refusal.message }),
          ...(failed.refusal.status === 403
            ? [t('apply.failed-rights', 'Ask an administrator for these permissions, or let one apply.')]
            : []),
          done.length === 0
            ? t('apply.failed-none', 'Nothing has been changed.')
            : t('apply.failed-done', '{{count}} steps had been taken by then: {{names}}. Undo takes them back.', {
                count: done.length,
                names: listed(done.map(({ step }) => step.name)),
              }),
        ]),
    ...(failed === undefined && after !== undefined
      ? [
          open === 0
            ? t('apply.verified', 'Read back: all of it is there.')
            : t('apply.not-verified', 'Read back: {{count}} of it is not as it should be. Look below.', {
                count: open,
              }),
          others.length === 0
            ? t('apply.untouched', 'Nothing else has changed.')
            : t('apply.others', 'Meanwhile somebody else has changed: {{keys}}', { keys: listed(others) }),
        ]
      : []),
    ...(kept.length === 0
      ? []
      : [
          t(
            'apply.kept',
            'Kept, because you may not read its secret and so could not undo it: {{names}}. An administrator can remove it.',
            { names: listed(kept.map(({ name }) => name)) }
          ),
        ]),
    ...(done.some(({ forgets }) => forgets)
      ? [t('apply.forgets', 'An undo cannot bring back the secrets that were written over: you may not read them.')]
      : []),
    ...(evaluation === '' ? [] : [evaluation]),
  ];
  return (
    <Alert
      severity={failed === undefined ? (open === 0 ? 'success' : 'warning') : 'error'}
      title={
        failed === undefined
          ? t('apply.applied', 'Applied, in {{count}} steps', { count: done.length })
          : t('apply.failed', 'Grafana has refused a step')
      }
    >
      <Stack direction="column" gap={1}>
        <div>
          {lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </div>
        {done.length > 0 && (
          <Stack direction="row" gap={1} alignItems="center" wrap="wrap">
            {undo}
            <Text variant="bodySmall">
              {t(
                'apply.undo-until',
                'You can undo it later, too. Only the secrets that it puts back are gone once this page is loaded anew.'
              )}
            </Text>
          </Stack>
        )}
      </Stack>
    </Alert>
  );
}
