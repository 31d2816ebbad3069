import { useState } from 'react';
import type { DataSourceInstanceSettings } from '@grafana/data';
import { RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { definitionsOf } from '../ask/definitions';
import { CopyText } from '../frame/CopyText';
import { Variable } from '../frame/Variable';
import { t } from '../t';
import { LANGUAGE_NAMES, LANGUAGES, snippetOf, type Language } from './snippets';

const NONE = '';

/** What a service adds so that its model can be watched, with the bins of a reference. */
export function Snippets({ source }: { readonly source: DataSourceInstanceSettings }) {
  const { profiles, models } = definitionsOf(source);
  const [language, setLanguage] = useState<Language>('python');
  const [profile, setProfile] = useState(profiles[0]?.name ?? NONE);
  const chosen = profiles.find(({ name }) => name === profile);
  const bins = (chosen?.features ?? []).flatMap((feature) =>
    'edges' in feature && Array.isArray(feature.edges) ? [{ name: feature.name, edges: feature.edges }] : []
  );
  const model = chosen?.model ?? models[0]?.id ?? 'my-model';
  return (
    <Stack direction="column" gap={2}>
      <Stack direction="row" gap={2} wrap="wrap" alignItems="center">
        <RadioButtonGroup
          aria-label={t('snippets.language', 'Language')}
          options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onChange={setLanguage}
        />
        {profiles.length > 0 && (
          <Variable
            label={t('snippets.bins', 'Bins of')}
            value={profile}
            options={[
              ...profiles.map(({ name }) => ({ value: name, label: name })),
              { value: NONE, label: t('snippets.no-reference', 'no reference') },
            ]}
            onChange={setProfile}
          />
        )}
      </Stack>
      <Text color="secondary">
        {t('snippets.text', 'Call observe once for each prediction; Prometheus reads the rest from /metrics.')}
      </Text>
      <CopyText label={LANGUAGE_NAMES[language]} text={snippetOf(language, model, bins)} />
    </Stack>
  );
}
