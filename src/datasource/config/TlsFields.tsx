import { Alert, Checkbox, Field, Input, Stack, Text } from '@grafana/ui';
import { secretNamesOf, type HttpUpstream } from '../../model';
import { change, textOrNone } from '../change';
import type { HttpProps } from './httpProps';
import { SecretField } from './SecretField';
import { PRODUCT, withUpstream } from './upstream';

type Tls = NonNullable<HttpUpstream['tls']>;

/** Whom to trust, and what to show. */
export function TlsFields({ options, onChange, name, upstream, locked }: HttpProps) {
  const secrets = secretNamesOf(name);
  const tls = upstream.tls ?? {};
  const editTls = (changes: Parameters<typeof change<Tls>>[1]) => {
    const next = change(tls, changes);
    onChange(withUpstream(options, name, change(upstream, { tls: Object.keys(next).length === 0 ? undefined : next })));
  };

  return (
    <Stack direction="column" gap={2}>
      <Text element="h4" variant="h6">
        TLS
      </Text>
      <div>
        <Checkbox
          label="The server's certificate is signed by an authority of our own"
          disabled={locked}
          value={tls.withCaCert === true}
          onChange={(event) => editTls({ withCaCert: event.currentTarget.checked || undefined })}
        />
      </div>
      {tls.withCaCert === true && (
        <SecretField
          options={options}
          onChange={onChange}
          secret={secrets.caCert}
          label="Certificate of the authority"
          placeholder="-----BEGIN CERTIFICATE-----"
          long
          disabled={locked}
        />
      )}
      <div>
        <Checkbox
          label="Show a client certificate"
          disabled={locked}
          value={tls.withClientCert === true}
          onChange={(event) => editTls({ withClientCert: event.currentTarget.checked || undefined })}
        />
      </div>
      {tls.withClientCert === true && (
        <>
          <SecretField
            options={options}
            onChange={onChange}
            secret={secrets.clientCert}
            label="Client certificate"
            placeholder="-----BEGIN CERTIFICATE-----"
            long
            disabled={locked}
          />
          <SecretField
            options={options}
            onChange={onChange}
            secret={secrets.clientKey}
            label="Client key"
            placeholder="-----BEGIN PRIVATE KEY-----"
            long
            disabled={locked}
          />
        </>
      )}
      <Field noMargin label="Server name" description="Where the certificate is for another name than the URL's.">
        <Input
          id={`tidemark-${name}-tls-name`}
          width={40}
          disabled={locked}
          value={tls.serverName ?? ''}
          onChange={(event) => editTls({ serverName: textOrNone(event.currentTarget.value) })}
        />
      </Field>
      <div>
        <Checkbox
          label="Do not verify the server's certificate"
          disabled={locked}
          value={tls.skipVerify === true}
          onChange={(event) => editTls({ skipVerify: event.currentTarget.checked || undefined })}
        />
      </div>
      {tls.skipVerify === true && (
        <Alert
          severity="warning"
          title={`Anybody between Grafana and ${PRODUCT[name]} can read and change what is sent`}
        >
          Give the certificate of your authority instead.
        </Alert>
      )}
    </Stack>
  );
}
