import { useState } from 'react';
import type { DataSourceInstanceSettings } from '@grafana/data';
import { Checkbox, Combobox, Field, Input, Modal, Stack, Text } from '@grafana/ui';
import type { Concern, TeamSettings } from '../../model/settings';
import { LIGHTS } from '../fleet/light';
import { lightNames } from '../fleet/lightNames';
import { listItemYaml } from '../frame/listItemYaml';
import { SaveOrCopy } from '../frame/SaveOrCopy';
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
        <SaveOrCopy
          source={source}
          words={{ save: t('teams.save', 'Save the team'), failed: t('teams.not-saved', 'The team was not saved') }}
          disabled={id === '' || taken}
          change={(before) => withTeam(before, team, toBeNamed)}
          copies={[
            {
              label: t('teams.paste', 'Put this below jsonData.teams in the provisioning file'),
              text: listItemYaml(team),
            },
            ...(toBeNamed
              ? [
                  {
                    label: t('teams.paste-point', 'And this below jsonData.alerting.contactPoints'),
                    text: listItemYaml({ name: contactPoint, type: 'existing' }),
                  },
                ]
              : []),
          ]}
          onClose={onClose}
          onSaved={onAdded}
        />
      </Stack>
    </Modal>
  );
}
