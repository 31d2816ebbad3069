import { useRef, useState } from 'react';
import { css } from '@emotion/css';
import { dateTimeFormat, type DataSourceInstanceSettings, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import { Alert, Button, Combobox, Field, FileDropzone, Input, Stack, Text, useStyles2 } from '@grafana/ui';
import type { ProfileSettings } from '../../model/settings';
import { changeSettings } from '../ask/changeSettings';
import { definitionsOf } from '../ask/definitions';
import { errorText } from '../ask/errorText';
import { CopyText } from '../frame/CopyText';
import { canChange } from '../frame/permissions';
import { t } from '../t';
import { profileOfTime } from './fromTime';
import { profileYaml } from './profileYaml';
import { readInWorker } from './readInWorker';
import type { TableSummary } from './tableSummary';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly range: TimeRange;
  readonly onSaved: () => void;
}

/** The drop zone has a hidden input of its own, and no way to name it for those who listen. */
function nameTheInput(zone: HTMLElement | null): void {
  zone
    ?.querySelector('input[type=file]')
    ?.setAttribute('aria-label', t('new-profile.file', 'From a file of training data'));
}

type Work =
  | { readonly is: 'none' }
  | { readonly is: 'reading'; readonly part: number | null; readonly what: string }
  | { readonly is: 'failed'; readonly why: string }
  | { readonly is: 'read'; readonly summary: TableSummary; readonly what: string }
  | { readonly is: 'saved'; readonly name: string };

/** Makes a profile from a file of training data, or from what a model saw in the time range of the page. */
export function NewProfile({ source, range, onSaved }: Props) {
  const styles = useStyles2(getStyles);
  const { models, profiles } = definitionsOf(source);
  const [model, setModel] = useState(models[0]?.id ?? '');
  const [name, setName] = useState('');
  const [work, setWork] = useState<Work>({ is: 'none' });
  const running = useRef<AbortController | undefined>(undefined);

  const start = (what: string, part: number | null, read: (signal: AbortSignal) => Promise<TableSummary>): void => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setWork({ is: 'reading', part, what });
    read(mine.signal).then(
      (summary) => !mine.signal.aborted && setWork({ is: 'read', summary, what }),
      (thrown: unknown) => !mine.signal.aborted && setWork({ is: 'failed', why: errorText(thrown) })
    );
  };
  const readFile = (file: File): void => {
    if (name === '') {
      setName(file.name.replace(/\.\w+$/, ''));
    }
    start(file.name, 0, (signal) =>
      readInWorker(file, {
        signal,
        onProgress: (part) => !signal.aborted && setWork({ is: 'reading', part, what: file.name }),
      })
    );
  };
  const readTime = (): void => {
    const day = dateTimeFormat(range.to, { format: 'YYYY-MM-DD' });
    if (name === '') {
      setName(`${model}-${day}`);
    }
    start(model, null, (signal) => profileOfTime(source.uid, model, range, signal));
  };
  const stop = (): void => {
    running.current?.abort();
    setWork({ is: 'none' });
  };
  const taken = profiles.some((profile) => profile.name === name);
  return (
    <section aria-labelledby="references-new">
      <div id="references-new" className={styles.head}>
        <Text element="h2" variant="h4">
          {t('new-profile.title', 'Make a profile')}
        </Text>
      </div>
      <Stack direction="column" gap={2}>
        <Stack direction="row" gap={2} wrap="wrap">
          <Field noMargin label={t('new-profile.model', 'Model')} htmlFor="new-profile-model">
            <Combobox
              id="new-profile-model"
              width={30}
              options={models.map(({ id, title }) => ({ value: id, label: title ?? id }))}
              value={model}
              onChange={({ value }) => setModel(value)}
            />
          </Field>
          <Field
            noMargin
            label={t('new-profile.name', 'Name')}
            invalid={taken}
            error={t('new-profile.taken', 'There is a profile of this name.')}
          >
            <Input
              id="new-profile-name"
              width={30}
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
          </Field>
        </Stack>
        <div className={styles.ways}>
          <div ref={nameTheInput}>
            <Text weight="medium">{t('new-profile.file', 'From a file of training data')}</Text>
            <FileDropzone
              options={{
                multiple: false,
                accept: { 'text/csv': ['.csv'], 'application/vnd.apache.parquet': ['.parquet', '.pq'] },
                onDrop: (files: File[]) => files[0] && readFile(files[0]),
              }}
              fileListRenderer={() => null}
            >
              <div className={styles.drop}>
                <Text>{t('new-profile.drop', 'Drop a CSV or Parquet file here, or click to choose one')}</Text>
                <Text color="secondary" variant="bodySmall">
                  {t('new-profile.private', 'It is read in this browser; only edges and counts leave it.')}
                </Text>
              </div>
            </FileDropzone>
          </div>
          <div>
            <Text weight="medium">{t('new-profile.time', 'From the time range above')}</Text>
            <div className={styles.time}>
              <Button
                variant="secondary"
                icon="clock-nine"
                disabled={model === '' || work.is === 'reading'}
                onClick={readTime}
              >
                {t('new-profile.read-time', 'Count what the model saw')}
              </Button>
            </div>
          </div>
        </div>
        <div aria-live="polite">
          {work.is === 'reading' && (
            <Stack direction="row" gap={2} alignItems="center">
              <progress
                className={styles.progress}
                aria-label={t('new-profile.reading', 'Reading {{what}}', { what: work.what })}
                {...(work.part !== null && { value: work.part })}
              />
              {work.part !== null && <Text>{Math.round(work.part * 100)} %</Text>}
              <Button size="sm" variant="secondary" onClick={stop}>
                {t('new-profile.stop', 'Stop')}
              </Button>
            </Stack>
          )}
          {work.is === 'failed' && (
            <Alert severity="error" title={t('new-profile.failed', 'No profile could be made')}>
              {work.why}
            </Alert>
          )}
          {work.is === 'saved' && (
            <Alert
              severity="success"
              title={t('new-profile.saved', 'The profile {{name}} is stored', { name: work.name })}
            />
          )}
        </div>
        {work.is === 'read' && (
          <Result
            source={source}
            summary={work.summary}
            profile={{
              name: name === '' ? work.what : name,
              ...(model !== '' && { model }),
              rows: work.summary.rows,
              created: new Date().toISOString(),
              features: [...work.summary.features],
            }}
            disabled={taken}
            onSaved={(saved) => {
              setWork({ is: 'saved', name: saved });
              // It is taken now.
              setName('');
              onSaved();
            }}
          />
        )}
      </Stack>
    </section>
  );
}

interface ResultProps {
  readonly source: DataSourceInstanceSettings;
  readonly summary: TableSummary;
  readonly profile: ProfileSettings;
  readonly disabled: boolean;
  readonly onSaved: (name: string) => void;
}

function Result({ source, summary, profile, disabled, onSaved }: ResultProps) {
  const [failure, setFailure] = useState<string>();
  const save = (): void => {
    changeSettings(source.uid, ({ profiles = [] }) => ({ profiles: [...profiles, profile] })).then(
      () => onSaved(profile.name),
      (thrown: unknown) => setFailure(errorText(thrown))
    );
  };
  return (
    <Stack direction="column" gap={2} alignItems="stretch">
      <Text>
        {t('new-profile.read', '{{rows}} rows, {{count}} features: {{names}}', {
          rows: summary.rows.toLocaleString('en'),
          count: summary.features.length,
          names: summary.features.map(({ name }) => name).join(', '),
        })}
      </Text>
      {summary.leftOut.length > 0 && (
        <Text color="secondary">
          {t('new-profile.left-out', 'Left out, being empty or with a value of its own in nearly each row: {{names}}', {
            names: summary.leftOut.map(({ name }) => name).join(', '),
          })}
        </Text>
      )}
      {failure !== undefined && (
        <Alert severity="error" title={t('references.not-saved', 'The change was not saved')}>
          {failure}
        </Alert>
      )}
      {canChange(source) && (
        <div>
          <Button icon="save" disabled={disabled} onClick={save}>
            {t('new-profile.save', 'Store the profile')}
          </Button>
        </div>
      )}
      <CopyText
        label={t('references.yaml', 'Put this below jsonData in the provisioning file')}
        text={profileYaml(profile)}
      />
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ marginBottom: theme.spacing(1) }),
  ways: css({ display: 'grid', gap: theme.spacing(3), gridTemplateColumns: 'repeat(auto-fit, minmax(280px, 1fr))' }),
  drop: css({
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    padding: theme.spacing(2),
    textAlign: 'center',
  }),
  time: css({ marginTop: theme.spacing(1) }),
  progress: css({ width: 240, accentColor: theme.colors.primary.main }),
});
