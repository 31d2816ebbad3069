import { useState } from 'react';
import { dateTimeFormatTimeAgo, type DataSourceInstanceSettings, type UrlQueryMap } from '@grafana/data';
import { Alert, Button, EmptyState, Modal, Stack, Text, useStyles2 } from '@grafana/ui';
import type { ModelSettings, ProfileSettings, Settings } from '../../model/settings';
import { changeSettings } from '../ask/changeSettings';
import { definitionsOf, type Definitions } from '../ask/definitions';
import { errorText } from '../ask/errorText';
import { ourSources } from '../ask/sources';
import { Confirm } from '../frame/Confirm';
import { CopyText } from '../frame/CopyText';
import { Frame } from '../frame/Frame';
import { NoSource } from '../frame/NoSource';
import { canChange } from '../frame/permissions';
import { chosenSource, SourceVariable } from '../frame/SourceVariable';
import type { PageTime } from '../frame/useTime';
import { pageUrl } from '../routes';
import { t } from '../t';
import { Compare } from './Compare';
import { NewProfile } from './NewProfile';
import { profileYaml } from './profileYaml';
import { tableStyles } from './tableStyles';

interface Props {
  readonly query: UrlQueryMap;
  readonly time: PageTime;
}

/** The stored references: made here from training data or a time range, compared, and given to models. */
export function ReferencesPage({ query, time }: Props) {
  const sources = ourSources();
  const source = chosenSource(sources, query);
  // What was saved is read again.
  const [, setSaved] = useState(0);
  return (
    <Frame
      nav={{ text: t('references.title', 'References'), url: pageUrl('references') }}
      subTitle={t('references.subtitle', 'What each feature is expected to look like, kept as counts of its values.')}
      time={time}
      {...(sources.length > 1 && { variables: <SourceVariable sources={sources} source={source} /> })}
    >
      {source === undefined ? (
        <NoSource />
      ) : (
        <Stack direction="column" gap={4}>
          {!canChange(source) && (
            <Alert severity="info" title={t('references.read-only', 'You can look, and export')}>
              {source.readOnly === true
                ? t(
                    'references.provisioned',
                    'A file provides {{name}}. Put what you export below its jsonData, and start Grafana again.',
                    { name: source.name }
                  )
                : t(
                    'references.no-permission',
                    'An administrator can put what you export into the settings of {{name}}.',
                    { name: source.name }
                  )}
            </Alert>
          )}
          <Profiles source={source} query={query} onSaved={() => setSaved((count) => count + 1)} />
          <NewProfile source={source} range={time.range} onSaved={() => setSaved((count) => count + 1)} />
        </Stack>
      )}
    </Frame>
  );
}

interface ProfilesProps {
  readonly source: DataSourceInstanceSettings;
  readonly query: UrlQueryMap;
  readonly onSaved: () => void;
}

function Profiles({ source, query, onSaved }: ProfilesProps) {
  const styles = useStyles2(tableStyles);
  const definitions = definitionsOf(source);
  const [shown, setShown] = useState<ProfileSettings>();
  const [leaving, setLeaving] = useState<ProfileSettings>();
  const [failure, setFailure] = useState<string>();
  const { profiles } = definitions;
  const change = (next: (before: Settings) => Settings): void => {
    setFailure(undefined);
    changeSettings(source.uid, next).then(onSaved, (thrown: unknown) => setFailure(errorText(thrown)));
  };
  const makeUsual = (profile: ProfileSettings): void =>
    change(({ models = [] }) => ({
      models: models.map((model) =>
        model.id === profile.model ? { ...model, reference: { kind: 'profile', name: profile.name } } : model
      ),
    }));
  if (profiles.length === 0) {
    return (
      <EmptyState variant="not-found" message={t('references.none', 'No profile is stored yet')}>
        {t('references.none-text', 'Make one below, from training data or from a time in which all was well.')}
      </EmptyState>
    );
  }
  return (
    <>
      {failure !== undefined && (
        <Alert severity="error" title={t('references.not-saved', 'The change was not saved')}>
          {failure}
        </Alert>
      )}
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('references.name', 'Profile')}</th>
              <th scope="col">{t('references.model', 'Model')}</th>
              <th scope="col" className={styles.number}>
                {t('references.rows', 'Rows')}
              </th>
              <th scope="col">{t('references.coverage', 'Covers')}</th>
              <th scope="col">{t('references.age', 'Age')}</th>
              <th scope="col">{t('references.use', 'Use')}</th>
            </tr>
          </thead>
          <tbody>
            {profiles.map((profile) => {
              const model = definitions.models.find(({ id }) => id === profile.model);
              const isUsual = isUsualOf(model, profile);
              // What a model is compared with cannot go; its settings would name something that is not there.
              const isUsed = definitions.models.some((one) => isUsualOf(one, profile));
              return (
                <tr key={profile.name}>
                  <th scope="row">{profile.name}</th>
                  <td>{model?.title ?? profile.model ?? t('references.any-model', 'Any')}</td>
                  <td className={styles.number}>{profile.rows?.toLocaleString('en') ?? '–'}</td>
                  <td>{coverageText(profile, definitions)}</td>
                  <td>
                    {profile.created === undefined
                      ? t('references.no-age', 'Not known')
                      : dateTimeFormatTimeAgo(profile.created)}
                  </td>
                  <td>
                    <Stack direction="row" gap={1} wrap="wrap">
                      {isUsual ? (
                        <Text color="secondary">{t('references.usual', 'Default of its model')}</Text>
                      ) : (
                        canChange(source) &&
                        model !== undefined && (
                          <Button size="sm" variant="secondary" onClick={() => makeUsual(profile)}>
                            {t('references.make-usual', 'Make default')}
                          </Button>
                        )
                      )}
                      <Button
                        size="sm"
                        variant="secondary"
                        fill="outline"
                        icon="download-alt"
                        aria-label={t('references.export-label', 'Export {{name}}', { name: profile.name })}
                        onClick={() => setShown(profile)}
                      >
                        {t('references.export', 'Export')}
                      </Button>
                      {canChange(source) && !isUsed && (
                        <Button
                          size="sm"
                          variant="secondary"
                          fill="outline"
                          icon="trash-alt"
                          aria-label={t('references.delete-label', 'Delete {{name}}', { name: profile.name })}
                          onClick={() => setLeaving(profile)}
                        >
                          {t('references.delete', 'Delete')}
                        </Button>
                      )}
                    </Stack>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {profiles.length > 1 && <Compare profiles={profiles} query={query} />}
      {leaving !== undefined && (
        <Confirm
          title={t('references.delete-title', 'Delete the profile {{name}}', { name: leaving.name })}
          body={t('references.delete-text', 'Queries that name it fail from then on. Export it first to keep it.')}
          confirmText={t('references.delete', 'Delete')}
          onConfirm={() => {
            change(({ profiles: before = [] }) => ({ profiles: before.filter(({ name }) => name !== leaving.name) }));
            setLeaving(undefined);
          }}
          onDismiss={() => setLeaving(undefined)}
        />
      )}
      {shown !== undefined && (
        <Modal isOpen title={shown.name} onDismiss={() => setShown(undefined)}>
          <CopyText
            label={t('references.yaml', 'Put this below jsonData in the provisioning file')}
            text={profileYaml(shown)}
          />
        </Modal>
      )}
    </>
  );
}

/** Whether a model is compared with the profile where a query names no reference. */
const isUsualOf = (model: ModelSettings | undefined, { name }: ProfileSettings): boolean =>
  model?.reference?.kind === 'profile' && model.reference.name === name;

/** How many of the features that the settings name the profile knows. */
function coverageText(profile: ProfileSettings, { models }: Definitions): string {
  const wanted = models.find(({ id }) => id === profile.model)?.features ?? [];
  const has = wanted.filter(({ name }) => profile.features.some((feature) => feature.name === name)).length;
  return wanted.length === 0
    ? t('references.features', '{{count}} features', { count: profile.features.length })
    : t('references.covered', '{{has}} of {{count}} features of the model', { has, count: wanted.length });
}
