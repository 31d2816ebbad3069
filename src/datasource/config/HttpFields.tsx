import { Alert, Box, Button, Checkbox, Combobox, Field, IconButton, Input, Stack, Text } from '@grafana/ui';
import { httpUpstreamSchema, parseWith, secretNames, type HttpUpstream } from '../../model';
import { change, textOrNone } from '../change';
import { faultAt } from '../editor/problems';
import { SecretField } from './SecretField';
import { TimeoutField } from './TimeoutField';
import { headerSecret, withHeaders, withoutHeader, withUpstream, type Options } from './upstream';

interface Props {
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

type Tls = NonNullable<HttpUpstream['tls']>;

/** How to reach Prometheus over HTTP: what Grafana's own data sources take. */
export function HttpFields({ options, onChange, upstream, locked }: Props) {
  const parsed = parseWith(httpUpstreamSchema, upstream);
  const problems = parsed.ok ? [] : parsed.problems;
  const edit = (changes: Parameters<typeof change<HttpUpstream>>[1]) =>
    onChange(withUpstream(options, change(upstream, changes)));
  const tls = upstream.tls ?? {};
  const editTls = (changes: Parameters<typeof change<Tls>>[1]) => {
    const next = change(tls, changes);
    edit({ tls: Object.keys(next).length === 0 ? undefined : next });
  };
  const headers = upstream.headers ?? [];
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

      <Stack direction="column" gap={1}>
        <Text element="h4" variant="h6">
          HTTP headers
        </Text>
        <Text color="secondary" variant="bodySmall">
          A tenant, for example: X-Scope-OrgID. Values are kept as secrets.
        </Text>
        {headers.map((name, index) => (
          <Stack key={index} direction="row" wrap="wrap" gap={2} alignItems="flex-start">
            <Field noMargin label={`Header ${index + 1}`} invalid={name === ''} error="Name the header">
              <Input
                id={`tidemark-header-${index}`}
                width={30}
                disabled={locked}
                placeholder="X-Scope-OrgID"
                value={name}
                onChange={(event) => {
                  const typed = event.currentTarget.value.trim();
                  onChange(
                    withHeaders(
                      options,
                      upstream,
                      headers.map((old, i) => (i === index ? typed : old))
                    )
                  );
                }}
              />
            </Field>
            <SecretField
              options={options}
              onChange={onChange}
              secret={headerSecret(index)}
              label={`Value of header ${index + 1}`}
              disabled={locked}
            />
            <Box paddingTop={3.5}>
              <IconButton
                name="trash-alt"
                size="lg"
                disabled={locked}
                tooltip={
                  index < headers.length - 1
                    ? `Remove header ${index + 1}. The values of the headers after it have to be entered again.`
                    : `Remove header ${index + 1}`
                }
                onClick={() => onChange(withoutHeader(options, upstream, index))}
              />
            </Box>
          </Stack>
        ))}
        <div>
          <Button
            variant="secondary"
            size="sm"
            icon="plus"
            disabled={locked}
            onClick={() => onChange(withHeaders(options, upstream, [...headers, '']))}
          >
            Add a header
          </Button>
        </div>
      </Stack>

      <Stack direction="column" gap={2}>
        <Text element="h4" variant="h6">
          TLS
        </Text>
        <Checkbox
          label="The server's certificate is signed by an authority of our own"
          disabled={locked}
          value={tls.withCaCert === true}
          onChange={(event) => editTls({ withCaCert: event.currentTarget.checked || undefined })}
        />
        {tls.withCaCert === true && (
          <SecretField
            options={options}
            onChange={onChange}
            secret={secretNames.caCert}
            label="Certificate of the authority"
            placeholder="-----BEGIN CERTIFICATE-----"
            long
            disabled={locked}
          />
        )}
        <Checkbox
          label="Show a client certificate"
          disabled={locked}
          value={tls.withClientCert === true}
          onChange={(event) => editTls({ withClientCert: event.currentTarget.checked || undefined })}
        />
        {tls.withClientCert === true && (
          <>
            <SecretField
              options={options}
              onChange={onChange}
              secret={secretNames.clientCert}
              label="Client certificate"
              placeholder="-----BEGIN CERTIFICATE-----"
              long
              disabled={locked}
            />
            <SecretField
              options={options}
              onChange={onChange}
              secret={secretNames.clientKey}
              label="Client key"
              placeholder="-----BEGIN PRIVATE KEY-----"
              long
              disabled={locked}
            />
          </>
        )}
        <Field noMargin label="Server name" description="Where the certificate is for another name than the URL's.">
          <Input
            id="tidemark-tls-name"
            width={40}
            disabled={locked}
            value={tls.serverName ?? ''}
            onChange={(event) => editTls({ serverName: textOrNone(event.currentTarget.value) })}
          />
        </Field>
        <Checkbox
          label="Do not verify the server's certificate"
          disabled={locked}
          value={tls.skipVerify === true}
          onChange={(event) => editTls({ skipVerify: event.currentTarget.checked || undefined })}
        />
        {tls.skipVerify === true && (
          <Alert severity="warning" title="Anybody between Grafana and Prometheus can read and change what is sent">
            Give the certificate of your authority instead.
          </Alert>
        )}
      </Stack>

      <TimeoutField
        value={upstream.timeoutSeconds}
        onChange={(timeoutSeconds) => edit({ timeoutSeconds })}
        locked={locked}
      />
    </Stack>
  );
}
