import { useMemo } from 'react';
import { dateTime, type DataSourceInstanceSettings, type TimeRange } from '@grafana/data';
import { Alert, LoadingBar, Text } from '@grafana/ui';
import type { Absence } from '../ask/ask';
import { t } from '../t';
import { changesOf } from './changes';
import { Timeline } from './Timeline';
import { useAnswer } from './useAnswer';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly model: string;
  readonly range: TimeRange;
}

const DAY_MS = 86_400_000;
/** A cause is often older than what the page looks at. */
const LOOK_BACK_MS = 7 * DAY_MS;
const WINDOW_MS = DAY_MS / 4;
const WINDOW = '6h';

/** What changed around the model in the last week, or in the time of the page where that is longer. */
export function ChangesPart({ source, model, range }: Props) {
  const wide = useMemo((): TimeRange => {
    const from = dateTime(Math.min(range.from.valueOf(), range.to.valueOf() - LOOK_BACK_MS));
    return { from, to: range.to, raw: { from, to: range.to } };
  }, [range]);
  const pipeline = useAnswer(
    source.uid,
    { refId: 'A', queryType: 'pipeline', model, frames: ['timeline'] },
    wide,
    '1h'
  );
  const versions = useAnswer(source.uid, { refId: 'A', queryType: 'models', model, frames: ['timeline'] }, wide, '1h');
  const drift = useAnswer(
    source.uid,
    { refId: 'A', queryType: 'dataset', model, frames: ['over_time'], window: WINDOW },
    wide,
    WINDOW
  );
  const changes = useMemo(
    () =>
      changesOf(
        {
          ...(pipeline.answer && { pipeline: pipeline.answer }),
          ...(versions.answer && { versions: versions.answer }),
          ...(drift.answer && { drift: drift.answer }),
        },
        WINDOW_MS
      ),
    [pipeline.answer, versions.answer, drift.answer]
  );
  const loading = pipeline.loading || versions.loading || drift.loading;
  const refused = [pipeline, versions, drift].flatMap(({ answer }) => (answer?.state === 'failed' ? [answer] : []));
  const reasons = (because: Absence | undefined): readonly string[] => [
    ...new Set(refused.filter((one) => one.because === because).map(({ why }) => why)),
  ];
  const failed = reasons(undefined);
  return (
    <>
      {loading && <LoadingBar width={240} ariaLabel={t('changes.loading', 'Looking for changes')} />}
      {(loading || changes.length > 0) && <Timeline changes={changes} range={wide} />}
      {!loading && changes.length === 0 && failed.length === 0 && (
        <Text color="secondary">
          {t('changes.none', 'No deployment, no pipeline event and no drift in this time.')}
        </Text>
      )}
      {failed.length > 0 && (
        <Alert severity="warning" title={t('changes.failed', 'What changed is not known in full')}>
          {failed.map((why) => (
            <div key={why}>{why}</div>
          ))}
        </Alert>
      )}
      {reasons('no_log').map((why) => (
        <Text key={why} element="p" color="secondary" variant="bodySmall">
          {why}
        </Text>
      ))}
    </>
  );
}
