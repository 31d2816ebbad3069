import { Stack, Text } from '@grafana/ui';
import { parseSettings, type ModelSettings, type ProfileSettings, type TeamSettings } from '../../model';
import { change, orNone } from '../change';
import { faultAt } from '../editor/problems';
import type { TidemarkOptions } from '../types';
import { definitionsOf } from './definitions';
import { ItemList } from './ItemList';
import { ModelFields } from './ModelFields';
import { TeamFields } from './TeamFields';

interface Props {
  readonly jsonData: TidemarkOptions;
  readonly onChange: (jsonData: TidemarkOptions) => void;
  readonly locked: boolean;
}

function profileText({ model, rows, features }: ProfileSettings): string {
  const of = model === undefined ? 'for every model' : `of the model ${model}`;
  const size = rows === undefined ? '' : `, from ${rows.toLocaleString('en')} rows`;
  return `Counts of ${features.length} ${features.length === 1 ? 'feature' : 'features'} ${of}${size}.`;
}

/** Models, teams and profiles as lists of forms. */
export function DefinitionForms({ jsonData, onChange, locked }: Props) {
  const { models, teams, profiles } = definitionsOf(jsonData);
  const parsed = parseSettings({ models, teams, profiles });
  const problems = parsed.ok ? [] : parsed.problems;
  const edit = (changes: Parameters<typeof change<TidemarkOptions>>[1]) => onChange(change(jsonData, changes));
  const isFaulty = (list: string) => (index: number) => faultAt(problems, `${list}[${index}]`).invalid;

  return (
    <Stack direction="column" gap={4}>
      <ItemList
        title="Models"
        what="model"
        description="The models to watch."
        empty="None is defined: the models that the metrics show are offered as they are."
        items={models}
        onChange={(next) => edit({ models: orNone(next) })}
        heading={({ id, title }) => title ?? (id === '' ? 'New model' : id)}
        create={(): ModelSettings => ({ id: '' })}
        locked={locked}
        isFaulty={isFaulty('models')}
        renderItem={(model, index, editModel) => (
          <ModelFields
            model={model}
            onChange={editModel}
            problems={problems}
            path={`models[${index}]`}
            teams={teams.map(({ id }) => id)}
            profiles={profiles
              .filter((one) => one.model === undefined || one.model === model.id)
              .map(({ name }) => name)}
            locked={locked}
          />
        )}
      />
      <ItemList
        title="Teams"
        what="team"
        description="Who is told of what."
        empty="None is defined."
        items={teams}
        onChange={(next) => edit({ teams: orNone(next) })}
        heading={({ id, title }) => title ?? (id === '' ? 'New team' : id)}
        create={(): TeamSettings => ({ id: '' })}
        locked={locked}
        isFaulty={isFaulty('teams')}
        renderItem={(team, index, editTeam) => (
          <TeamFields team={team} onChange={editTeam} problems={problems} path={`teams[${index}]`} locked={locked} />
        )}
      />
      <ItemList
        title="Profiles"
        what="profile"
        description="Stored references: the counts of each feature. The app's page References makes them; text can be pasted, too."
        empty="None is stored. A profile holds the counts of each feature, of the training data for example: make one on the app's page References, or paste it as text."
        items={profiles}
        onChange={(next) => edit({ profiles: orNone(next) })}
        heading={({ name }) => name}
        locked={locked}
        isFaulty={isFaulty('profiles')}
        renderItem={(profile) => <Text>{profileText(profile)}</Text>}
      />
    </Stack>
  );
}
