import { Field, SecretInput, SecretTextArea } from '@grafana/ui';
import { isConfigured, typedSecret, withSecret, withoutSecret, type Options } from './upstream';

interface Props {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  /** Its name in `secureJsonData`. */
  readonly secret: string;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** Many lines: a certificate or a key. */
  readonly long?: boolean;
  readonly disabled: boolean;
}

/** A secret: typed, or stored already and only to be reset; it never comes back from Grafana. */
export function SecretField({ options, onChange, secret, label, description, placeholder, long, disabled }: Props) {
  const shared = {
    id: `tidemark-secret-${secret}`,
    disabled,
    isConfigured: isConfigured(options, secret),
    value: typedSecret(options, secret),
    onReset: () => onChange(withoutSecret(options, secret)),
    ...(placeholder !== undefined && { placeholder }),
  };
  return (
    <Field noMargin label={label} htmlFor={shared.id} {...(description !== undefined && { description })}>
      {long === true ? (
        <SecretTextArea
          {...shared}
          cols={60}
          rows={6}
          onChange={(event) => onChange(withSecret(options, secret, event.currentTarget.value))}
        />
      ) : (
        <SecretInput
          {...shared}
          width={40}
          autoComplete="new-password"
          onChange={(event) => onChange(withSecret(options, secret, event.currentTarget.value))}
        />
      )}
    </Field>
  );
}
