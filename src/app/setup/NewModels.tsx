import { useEffect, useState } from 'react';
import { css } from '@emotion/css';
import type { DataSourceInstanceSettings, GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Combobox, Field, LoadingPlaceholder, Modal, Stack, Text, useStyles2 } from '@grafana/ui';
import type { FeatureInfo } from '../../model/resources';
import type { ModelSettings } from '../../model/settings';
import { definitionsOf } from '../ask/definitions';
import { errorText } from '../ask/errorText';
import { listItemYaml } from '../frame/listItemYaml';
import { may } from '../frame/permissions';
import { SaveOrCopy } from '../frame/SaveOrCopy';
import { t } from '../t';
import { featuresInMetrics, modelsInMetrics } from './checks';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly onDefined: () => void;
}

type Found =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  /** How many there are, and those that the settings do not know. */
  | { readonly state: 'done'; readonly all: number; readonly ids: readonly string[] };

/** Each model that labels name and the settings do not know, with a way to define it. */
export function NewModels({ source, onDefined }: Props) {
  const styles = useStyles2(getStyles);
  const [found, setFound] = useState<Found>({ state: 'loading' });
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    let gone = false;
    const known = new Set(
      definitionsOf(source).models.flatMap(({ id, selector }) => [
        id,
        ...(selector?.['model'] === undefined ? [] : [selector['model']]),
      ])
    );
    modelsInMetrics(source.uid).then(
      (ids) => !gone && setFound({ state: 'done', all: ids.length, ids: ids.filter((id) => !known.has(id)) }),
      (thrown: unknown) => !gone && setFound({ state: 'failed', why: errorText(thrown) })
    );
    return () => {
      gone = true;
    };
  }, [source]);
  if (found.state === 'loading') {
    return <LoadingPlaceholder text={t('new-models.loading', 'Looking for models')} />;
  }
  if (found.state === 'failed') {
    return (
      <Alert severity="warning" title={t('new-models.failed', 'Models could not be looked for')}>
        {found.why}
      </Alert>
    );
  }
  if (found.ids.length === 0) {
    return (
      <Text color="secondary">
        {found.all === 0
          ? t('new-models.nothing', 'No label names a model yet: instrument a service, as below.')
          : t('new-models.none', 'Every model that the labels name is defined.')}
      </Text>
    );
  }
  return (
    <>
      <ul className={styles.list}>
        {found.ids.map((id) => (
          <li key={id} className={styles.line}>
            <span>{id}</span>
            {/* Who may change settings, but not these, is told what to put into their file. */}
            {may('datasources:write') && (
              <Button
                size="sm"
                icon="plus"
                variant="secondary"
                aria-label={t('new-models.define-label', 'Define {{id}}', { id })}
                onClick={() => setChosen(id)}
              >
                {t('new-models.define', 'Define')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen !== undefined && (
        <DefineModel source={source} id={chosen} onClose={() => setChosen(undefined)} onDefined={onDefined} />
      )}
    </>
  );
}

const OFFSETS = ['1d', '3d', '7d', '14d'];

interface DefineProps extends Props {
  readonly id: string;
  readonly onClose: () => void;
}

function DefineModel({ source, id, onClose, onDefined }: DefineProps) {
  const [features, setFeatures] = useState<readonly FeatureInfo[]>();
  const [owner, setOwner] = useState('');
  const [offset, setOffset] = useState('7d');
  const [unread, setUnread] = useState<string>();
  const { teams } = definitionsOf(source);
  useEffect(() => {
    let gone = false;
    featuresInMetrics(source.uid, id).then(
      (found) => !gone && setFeatures(found),
      (thrown: unknown) => !gone && setUnread(errorText(thrown))
    );
    return () => {
      gone = true;
    };
  }, [source.uid, id]);
  const model: ModelSettings = {
    id,
    ...(owner !== '' && { owner }),
    selector: { model: id },
    reference: { kind: 'offset', offset },
    ...(features !== undefined &&
      features.length > 0 && { features: features.map(({ name, kind }) => ({ name, kind })) }),
  };
  return (
    <Modal isOpen title={t('new-models.title', 'Define {{id}}', { id })} onDismiss={onClose}>
      <Stack direction="column" gap={2}>
        {unread === undefined ? (
          <Text color="secondary">
            {features === undefined
              ? t('new-models.reading', 'Reading its features')
              : t('new-models.features', '{{count}} features were found: {{names}}', {
                  count: features.length,
                  names: features.map(({ name }) => name).join(', '),
                })}
          </Text>
        ) : (
          <Alert severity="warning" title={t('new-models.unread', 'Its features cannot be read now')}>
            {unread}
          </Alert>
        )}
        <Field noMargin label={t('new-models.owner', 'Owner')}>
          <Combobox
            id="define-owner"
            options={[
              { value: '', label: t('fleet.no-owner', 'No owner') },
              ...teams.map((team) => ({ value: team.id, label: team.title ?? team.id })),
            ]}
            value={owner}
            onChange={({ value }) => setOwner(value)}
          />
        </Field>
        <Field noMargin label={t('new-models.reference', 'Compare with the same time')}>
          <Combobox
            id="define-reference"
            options={OFFSETS.map((value) => ({
              value,
              label: t('new-models.earlier', '{{duration}} earlier', { duration: value }),
            }))}
            value={offset}
            onChange={({ value }) => setOffset(value)}
          />
        </Field>
        <SaveOrCopy
          source={source}
          words={{
            save: t('new-models.save', 'Save the model'),
            failed: t('new-models.not-saved', 'The model was not saved'),
          }}
          // Those that are not named are found when they are asked for.
          disabled={features === undefined && unread === undefined}
          change={({ models = [] }) => ({ models: [...models, model] })}
          copies={[
            {
              label: t('new-models.paste', 'Put this below jsonData.models in the provisioning file'),
              text: listItemYaml(model),
            },
          ]}
          onClose={onClose}
          onSaved={onDefined}
        />
      </Stack>
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  line: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    padding: theme.spacing(1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
});
