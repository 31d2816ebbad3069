import { Field, Input, Stack, Text } from '@grafana/ui';
import type { Secret } from '../../pack/apply';
import { t } from '../t';

interface Props {
  readonly secrets: readonly Secret[];
  /** Those without which nothing can be applied. */
  readonly missing: readonly Secret[];
  /** Contact points that Grafana does not have yet, by name. */
  readonly made: ReadonlySet<string>;
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
}

/** What stands in the environment of Grafana where a file provisions, to be typed here. Nothing of it is kept. */
export function SecretFields({ secrets, missing, made, values, onChange }: Props) {
  const asked = [...new Map(secrets.map((secret) => [secret.variable, secret])).values()];
  return (
    <Stack direction="column" gap={1}>
      <Text color="secondary">
        {t(
          'apply.secrets-text',
          'Secrets go to Grafana, which shows them to nobody, and are kept nowhere else. What Grafana has already stays as it is where a field is left empty.'
        )}
      </Text>
      <Stack direction="row" gap={2} wrap="wrap">
        {asked.map(({ variable, contactPoint, field, optional }) => {
          const isMissing = missing.some((one) => one.variable === variable);
          return (
            <Field
              key={variable}
              noMargin
              required={isMissing}
              label={`${contactPoint}: ${field}`}
              description={
                optional
                  ? t('apply.secret-optional', '{{variable}} in a file; without it, to nowhere', { variable })
                  : t('apply.secret', '{{variable}} in a file', { variable })
              }
            >
              <Input
                id={`secret-${variable}`}
                width={40}
                type="password"
                autoComplete="off"
                value={values[variable] ?? ''}
                placeholder={
                  isMissing
                    ? t('apply.secret-missing', 'Grafana has none yet')
                    : made.has(contactPoint)
                      ? t('apply.secret-nowhere', 'To nowhere')
                      : t('apply.secret-kept', 'Stays as it is')
                }
                onChange={({ currentTarget }) => onChange({ ...values, [variable]: currentTarget.value })}
              />
            </Field>
          );
        })}
      </Stack>
    </Stack>
  );
}
