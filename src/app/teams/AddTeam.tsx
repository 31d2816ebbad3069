import { useState } from 'react';
import type { DataSourceInstanceSettings } from '@grafana/data';
import { Alert, Button, Checkbox, Combobox, Field, Input, Modal, Stack, Text } from '@grafana/ui';
import type { Concern, Settings, TeamSettings } from '../../model/settings';
import { changeSettings } from '../ask/changeSettings';
import { errorText } from '../ask/errorText';
import { LIGHTS } from '../fleet/light';
import { lightNames } from '../fleet/lightNames';
import { CopyText } from '../frame/CopyText';
import { canChange } from '../frame/permissions';
import { t } from '../t';
import { withTeam } from './withTeam';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly teams: readonly TeamSettings[];
  /** Contact points that Grafana has, or that the settings define. */
  readonly contactPoints: readonly string[];
  /** Those that only Grafana has. */
  readonly existing: ReadonlySet<string>;
  readonly onClose: () => void;
  readonly onAdded: () => void;
}

const idOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');

/** A team in a minute: its name, what it is told of, and where. */
export function AddTeam({ source, teams, contactPoints, existing, onClose, onAdded }: Props) {
  const [title, setTitle] = useState('');
  const [contactPoint, setContactPoint] = useState('');
  const [concerns, setConcerns] = useState<readonly Concern[]>([]);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string>();
  const names = lightNames();
  const id = idOf(title);
  const taken = teams.some((team) => team.id === id);
  const team: TeamSettings = {
    id,
    title,
    ...(contactPoint !== '' && { contactPoint }),
    ...(concerns.length > 0 && { concerns: [...concerns] }),
  };
  const toBeNamed = existing.has(contactPoint);
  const change = (before: Settings): Settings => withTeam(before, team, toBeNamed);
  const save = async (): Promise<void> => {
    setSaving(true);
    setFailure(undefined);
    try {
      await changeSettings(source.uid, change);
      onAdded();
    } catch (thrown) {
      setFailure(errorText(thrown));
      setSaving(false);
    }
  };
  return (
    <Modal isOpen title={t('teams.add', 'Add a team')} onDismiss={onClose}>
      <Stack direction="column" gap={2}>
        <Field
          noMargin
          label={t('teams.name', 'Name')}
          {...(id !== '' && { description: t('teams.id', 'Models name it as {{id}}', { id }) })}
          invalid={taken}
          error={t('teams.taken', 'There is a team of this name.')}
        >
          <Input
            id="team-title"
            value={title}
            placeholder="Risk ML"
            onChange={({ currentTarget }) => setTitle(currentTarget.value)}
          />
        </Field>
        <Field
          noMargin
          label={t('teams.contact-point', 'Contact point')}
          description={t(
            'teams.contact-point-text',
            'One of Grafana, or the name of one under alerting.contactPoints.'
          )}
        >
          <Combobox
            id="team-contact-point"
            createCustomValue
            options={contactPoints.map((name) => ({ value: name, label: name }))}
            value={contactPoint === '' ? null : contactPoint}
            onChange={({ value }) => setContactPoint(value)}
          />
        </Field>
        <div role="group" aria-labelledby="team-concerns">
          <div id="team-concerns">
            <Text variant="bodySmall" weight="medium">
              {t('teams.concerns', 'Is told of')}
            </Text>
          </div>
          <Stack direction="row" gap={2} wrap="wrap">
            {LIGHTS.map((concern) => (
              <Checkbox
                key={concern}
                label={names[concern]}
                value={concerns.includes(concern)}
                onChange={({ currentTarget }) =>
                  setConcerns(
                    currentTarget.checked ? [...concerns, concern] : concerns.filter((one) => one !== concern)
                  )
                }
              />
            ))}
          </Stack>
        </div>
        {failure !== undefined && (
          <Alert severity="error" title={t('teams.not-saved', 'The team was not saved')}>
            {failure}
          </Alert>
        )}
        {canChange(source) ? (
          <Modal.ButtonRow>
            <Button variant="secondary" fill="outline" onClick={onClose}>
              {t('frame.cancel', 'Cancel')}
            </Button>
            <Button disabled={saving || id === '' || taken} onClick={() => void save()}>
              {t('teams.save', 'Save the team')}
            </Button>
          </Modal.ButtonRow>
        ) : (
          <>
            <CopyText
              label={t('teams.paste', 'Put this below jsonData.teams in the provisioning file')}
              text={`- ${JSON.stringify(team)}\n`}
            />
            {toBeNamed && (
              <CopyText
                label={t('teams.paste-point', 'And this below jsonData.alerting.contactPoints')}
                text={`- ${JSON.stringify({ name: contactPoint, type: 'existing' })}\n`}
              />
            )}
          </>
        )}
      </Stack>
    </Modal>
  );
}
