import { useCallback, useEffect, useState } from 'react';
import { css } from '@emotion/css';
import { type DataSourceInstanceSettings, type GrafanaTheme2, type UrlQueryMap } from '@grafana/data';
import { Alert, Button, Icon, LinkButton, Spinner, Stack, Text, useStyles2 } from '@grafana/ui';
import { ourSources } from '../ask/sources';
import { Frame } from '../frame/Frame';
import { NoSource } from '../frame/NoSource';
import { canChange } from '../frame/permissions';
import { chosenSource, SourceVariable } from '../frame/SourceVariable';
import { pageUrl } from '../routes';
import { settingsUrl } from '../frame/settingsUrl';
import { t } from '../t';
import { checks, runCheck, type Check, type Outcome } from './checks';
import { NewModels } from './NewModels';
import { Snippets } from './Snippets';

/** A check list that tests itself, a model made from what was found, and what a service has to add. */
export function SetupPage({ query }: { readonly query: UrlQueryMap }) {
  const sources = ourSources();
  const source = chosenSource(sources, query);
  // What was saved is read again.
  const [, setSaved] = useState(0);
  return (
    <Frame
      nav={{ text: t('setup.title', 'Set up'), url: pageUrl('setup') }}
      subTitle={t('setup.subtitle', 'What is there, what is missing, and how to add it.')}
      {...(sources.length > 1 && { variables: <SourceVariable sources={sources} source={source} /> })}
    >
      {source === undefined ? (
        <NoSource />
      ) : (
        <SetupOf key={source.uid} source={source} query={query} onSaved={() => setSaved((count) => count + 1)} />
      )}
    </Frame>
  );
}

interface SetupOfProps {
  readonly source: DataSourceInstanceSettings;
  readonly query: UrlQueryMap;
  readonly onSaved: () => void;
}

function SetupOf({ source, query, onSaved }: SetupOfProps) {
  const styles = useStyles2(getStyles);
  const [outcomes, setOutcomes] = useState<Partial<Record<Check['id'], Outcome>>>({});
  const [round, setRound] = useState(0);
  useEffect(() => {
    let gone = false;
    for (const check of checks()) {
      void runCheck(check, source).then(
        (outcome) => !gone && setOutcomes((before) => ({ ...before, [check.id]: outcome }))
      );
    }
    return () => {
      gone = true;
    };
  }, [source, round]);
  const again = useCallback(() => {
    setOutcomes({});
    setRound((before) => before + 1);
  }, []);
  return (
    <Stack direction="column" gap={4}>
      <section aria-labelledby="setup-checks">
        <div className={styles.head}>
          <div id="setup-checks">
            <Text element="h2" variant="h4">
              {t('setup.checks', 'Check list')}
            </Text>
          </div>
          <Stack direction="row" gap={1}>
            <Button size="sm" variant="secondary" icon="sync" onClick={again}>
              {t('setup.again', 'Check again')}
            </Button>
            {canChange(source) && (
              <LinkButton size="sm" variant="secondary" icon="cog" href={settingsUrl(source.uid)}>
                {t('setup.settings', 'Settings of {{name}}', { name: source.name })}
              </LinkButton>
            )}
          </Stack>
        </div>
        <ul className={styles.list} aria-live="polite">
          {checks().map(({ id, title }) => (
            <CheckLine key={id} title={title} outcome={outcomes[id]} />
          ))}
        </ul>
        {source.readOnly === true && (
          <Alert severity="info" title={t('setup.read-only', 'This data source is provided by a file')}>
            {t(
              'setup.read-only-text',
              'Its settings are changed in that file, and take effect when Grafana starts again.'
            )}
          </Alert>
        )}
      </section>
      <section aria-labelledby="setup-models">
        <div id="setup-models" className={styles.head}>
          <Text element="h2" variant="h4">
            {t('setup.new-models', 'Models that are found and not defined')}
          </Text>
        </div>
        <NewModels
          key={round}
          source={source}
          onDefined={() => {
            onSaved();
            again();
          }}
        />
      </section>
      <section aria-labelledby="setup-snippets">
        <div id="setup-snippets" className={styles.head}>
          <Text element="h2" variant="h4">
            {t('setup.snippets', 'Instrument a service')}
          </Text>
        </div>
        <Snippets source={source} query={query} />
      </section>
    </Stack>
  );
}

const LISTED = 6;

function CheckLine({ title, outcome }: { readonly title: string; readonly outcome: Outcome | undefined }) {
  const styles = useStyles2(getStyles);
  const found = outcome?.is === 'fine' ? (outcome.found ?? []) : [];
  return (
    <li className={styles.line}>
      {outcome === undefined ? (
        <Spinner inline />
      ) : outcome.is === 'fine' ? (
        <Icon name="check-circle" className={styles.fine} title={t('check.fine', 'Fine')} />
      ) : outcome.is === 'open' ? (
        <Icon name="circle" className={styles.open} title={t('check.open', 'Still to do')} />
      ) : (
        <Icon name="exclamation-circle" className={styles.failed} title={t('check.failed', 'Failed')} />
      )}
      <div className={styles.text}>
        <Text weight="medium">{title}</Text>
        <div>
          <Text color="secondary">
            {outcome?.text ?? t('check.running', 'Checking')}
            {found.length > 0 && `: ${found.slice(0, LISTED).join(', ')}${found.length > LISTED ? ' …' : ''}`}
          </Text>
        </div>
      </div>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    justifyContent: 'space-between',
    alignItems: 'center',
    marginBottom: theme.spacing(1),
  }),
  list: css({ listStyle: 'none', margin: theme.spacing(0, 0, 2), padding: 0 }),
  line: css({
    display: 'flex',
    gap: theme.spacing(1.5),
    padding: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  text: css({ minWidth: 0, overflowWrap: 'anywhere' }),
  fine: css({ color: theme.colors.success.text, flexShrink: 0, marginTop: 2 }),
  open: css({ color: theme.colors.text.secondary, flexShrink: 0, marginTop: 2 }),
  failed: css({ color: theme.colors.error.text, flexShrink: 0, marginTop: 2 }),
});
