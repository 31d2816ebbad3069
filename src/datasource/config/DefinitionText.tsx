import { Alert, CodeEditor, Stack, Text } from '@grafana/ui';
import { useState } from 'react';
import type { Problem } from '../../model';
import type { TidemarkOptions } from '../types';
import { readDefinitions, writeDefinitions } from './definitionsText';

interface Props {
  readonly jsonData: TidemarkOptions;
  readonly onChange: (jsonData: TidemarkOptions) => void;
  readonly locked: boolean;
}

/** Models, teams and profiles as YAML: everything there is, and the way in for a file that was written elsewhere. */
export default function DefinitionText({ jsonData, onChange, locked }: Props) {
  const [text, setText] = useState(() => writeDefinitions(jsonData));
  const [problems, setProblems] = useState<readonly Problem[]>(() => {
    const read = readDefinitions(writeDefinitions(jsonData));
    return read.ok ? [] : read.problems;
  });

  const edit = (next: string) => {
    setText(next);
    const read = readDefinitions(next);
    setProblems(read.ok ? [] : read.problems);
    if (read.ok) {
      const { models: _models, teams: _teams, profiles: _profiles, ...rest } = jsonData;
      onChange({ ...rest, ...read.definitions });
    }
  };

  return (
    <Stack direction="column" gap={1}>
      <Text color="secondary">
        The keys models, teams and profiles, as in the jsonData of a provisioning file. A whole provisioning file, or
        JSON, may be pasted, too.
      </Text>
      <CodeEditor
        language="yaml"
        height={420}
        value={text}
        readOnly={locked}
        showLineNumbers
        showMiniMap={false}
        onChange={edit}
        onBlur={edit}
      />
      <div role="status">
        {problems.length > 0 ? (
          <Alert severity="error" title="Not taken over yet: this has to be put right first">
            <ul>
              {problems.map(({ path, message }, index) => (
                <li key={index}>{path === '' ? message : `${path}: ${message}`}</li>
              ))}
            </ul>
          </Alert>
        ) : (
          <Text color="secondary" variant="bodySmall">
            {locked ? 'Everything here is well formed.' : 'Well formed. It takes effect with “Save & test”.'}
          </Text>
        )}
      </div>
    </Stack>
  );
}
