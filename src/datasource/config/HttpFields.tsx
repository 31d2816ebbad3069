import { Combobox, Field, Input, Stack } from '@grafana/ui';
import { httpUpstreamSchema, parseWith, secretNames, type HttpUpstream } from '../../model';
import { change, textOrNone } from '../change';
import { faultAt } from '../editor/problems';
import { HeaderFields } from './HeaderFields';
import { SecretField } from './SecretField';
import { TimeoutField } from './TimeoutField';
import { TlsFields } from './TlsFields';
import { withUpstream, type Options } from './upstream';

export interface HttpProps {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  readonly upstream: HttpUpstream;
  readonly locked: boolean;
}

type Auth = NonNullable<HttpUpstream['auth']>;
const AUTH = [
  { value: 'none', label: 'None' },
  { value: 'basic', label: 'User and password' },
  { value: 'bearer', label: 'Bearer token' },
] as const satisfies ReadonlyArray<{ value: Auth; label: string }>;

/** How to reach Prometheus over HTTP: what Grafana's own data sources take. */
export function HttpFields({ options, onChange, upstream, locked }: HttpProps) {
  const parsed = parseWith(httpUpstreamSchema, upstream);
  const problems = parsed.ok ? [] : parsed.problems;
  const edit = (changes: Parameters<typeof change<HttpUpstream>>[1]) =>
    onChange(withUpstream(options, change(upstream, changes)));
  const auth = upstream.auth ?? 'none';

  return (
    <Stack direction="column" gap={2}>
      <Field
        noMargin
        required
        label="URL"
        description="As Grafana's server reaches it, not the browser."
        {...faultAt(problems, 'url')}
      >
        <Input
          id="tidemark-url"
          width={60}
          disabled={locked}
          placeholder="http://prometheus:9090"
          value={upstream.url}
          onChange={(event) => edit({ url: event.currentTarget.value.trim() })}
        />
      </Field>

      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field noMargin label="Authentication">
          <Combobox
            id="tidemark-auth"
            width={30}
            disabled={locked}
            options={[...AUTH]}
            value={auth}
            onChange={({ value }) =>
              edit({ auth: value === 'none' ? undefined : value, user: value === 'basic' ? upstream.user : undefined })
            }
          />
        </Field>
        {auth === 'basic' && (
          <>
            <Field
              noMargin
              label="User"
              invalid={upstream.user === undefined}
              error="Basic authentication needs a user"
            >
              <Input
                id="tidemark-user"
                width={30}
                disabled={locked}
                value={upstream.user ?? ''}
                onChange={(event) => edit({ user: textOrNone(event.currentTarget.value) })}
              />
            </Field>
            <SecretField
              options={options}
              onChange={onChange}
              secret={secretNames.password}
              label="Password"
              disabled={locked}
            />
          </>
        )}
        {auth === 'bearer' && (
          <SecretField
            options={options}
            onChange={onChange}
            secret={secretNames.token}
            label="Token"
            description="Sent as “Authorization: Bearer …”."
            disabled={locked}
          />
        )}
      </Stack>

      <HeaderFields options={options} onChange={onChange} upstream={upstream} locked={locked} />
      <TlsFields options={options} onChange={onChange} upstream={upstream} locked={locked} />
      <TimeoutField
        value={upstream.timeoutSeconds}
        onChange={(timeoutSeconds) => edit({ timeoutSeconds })}
        locked={locked}
      />
    </Stack>
  );
}
