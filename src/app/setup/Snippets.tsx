import type { DataSourceInstanceSettings, UrlQueryMap } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { definitionsOf } from '../ask/definitions';
import { CopyText } from '../frame/CopyText';
import { Variable } from '../frame/Variable';
import { t } from '../t';
import { LANGUAGE_NAMES, LANGUAGES, snippetOf } from './snippets';

const NONE = '';

interface Props {
  readonly source: DataSourceInstanceSettings;
  readonly query: UrlQueryMap;
}

/** What a service adds so that its model can be watched, in the language and with the bins that the address names. */
export function Snippets({ source, query }: Props) {
  const { profiles, models } = definitionsOf(source);
  const language = LANGUAGES.find((known) => known === query['language']) ?? 'python';
  const profile =
    [NONE, ...profiles.map(({ name }) => name)].find((name) => name === query['bins']) ?? profiles[0]?.name;
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
          onChange={(value) => locationService.partial({ language: value })}
        />
        {profiles.length > 0 && (
          <Variable
            label={t('snippets.bins', 'Bins of')}
            value={profile ?? NONE}
            options={[
              ...profiles.map(({ name }) => ({ value: name, label: name })),
              { value: NONE, label: t('snippets.no-reference', 'no reference') },
            ]}
            onChange={(value) => locationService.partial({ bins: value })}
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
