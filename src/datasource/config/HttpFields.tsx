import { Combobox, Field, Input, Stack } from '@grafana/ui';
import { httpUpstreamSchema, parseWith, secretNamesOf, type HttpUpstream, type UpstreamKey } from '../../model';
import { change, textOrNone } from '../change';
import { faultAt } from '../editor/problems';
import type { HttpProps } from './httpProps';
import { HeaderFields } from './HeaderFields';
import { SecretField } from './SecretField';
import { TimeoutField } from './TimeoutField';
import { TlsFields } from './TlsFields';
import { withUpstream } from './upstream';

type Auth = NonNullable<HttpUpstream['auth']>;
const AUTH = [
  { value: 'none', label: 'None' },
  { value: 'basic', label: 'User and password' },
  { value: 'bearer', label: 'Bearer token' },
] as const satisfies ReadonlyArray<{ value: Auth; label: string }>;

const EXAMPLE = {
  prometheus: 'http://prometheus:9090',
  loki: 'http://loki:3100',
} as const satisfies Record<UpstreamKey, string>;

/** How to reach an upstream over HTTP: what Grafana's own data sources take. */
export function HttpFields({ options, onChange, name, upstream, locked }: HttpProps) {
  const secrets = secretNamesOf(name);
  const parsed = parseWith(httpUpstreamSchema, upstream);
  const problems = parsed.ok ? [] : parsed.problems;
  const edit = (changes: Parameters<typeof change<HttpUpstream>>[1]) =>
    onChange(withUpstream(options, name, change(upstream, changes)));
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
          id={`tidemark-${name}-url`}
          width={60}
          disabled={locked}
          placeholder={EXAMPLE[name]}
          value={upstream.url}
          onChange={(event) => edit({ url: event.currentTarget.value.trim() })}
        />
      </Field>

      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field noMargin label="Authentication">
          <Combobox
            id={`tidemark-${name}-auth`}
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
                id={`tidemark-${name}-user`}
                width={30}
                disabled={locked}
                value={upstream.user ?? ''}
                onChange={(event) => edit({ user: textOrNone(event.currentTarget.value) })}
              />
            </Field>
            <SecretField
              options={options}
              onChange={onChange}
              secret={secrets.password}
              label="Password"
              disabled={locked}
            />
          </>
        )}
        {auth === 'bearer' && (
          <SecretField
            options={options}
            onChange={onChange}
            secret={secrets.token}
            label="Token"
            description="Sent as “Authorization: Bearer …”."
            disabled={locked}
          />
        )}
      </Stack>

      <HeaderFields options={options} onChange={onChange} name={name} upstream={upstream} locked={locked} />
      <TlsFields options={options} onChange={onChange} name={name} upstream={upstream} locked={locked} />
      <TimeoutField
        id={`tidemark-${name}-timeout`}
        value={upstream.timeoutSeconds}
        onChange={(timeoutSeconds) => edit({ timeoutSeconds })}
        locked={locked}
      />
    </Stack>
  );
}
