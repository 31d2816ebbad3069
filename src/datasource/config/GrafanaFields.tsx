import { getDataSourceSrv } from '@grafana/runtime';
import { Alert, Combobox, Field, Text } from '@grafana/ui';
import { secretNames, type UpstreamKey } from '../../model';
import { change } from '../change';
import { SecretField } from './SecretField';
import { TimeoutField } from './TimeoutField';
import { PRODUCT, withUpstream, type GrafanaUpstream, type Options } from './upstream';

interface Props {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  readonly name: UpstreamKey;
  readonly upstream: GrafanaUpstream;
  /** The token stands once on the page, though both upstreams may be read with it. */
  readonly showsToken: boolean;
  readonly locked: boolean;
}

/** Data sources that answer the API of the upstream. */
const TYPES: Readonly<Record<UpstreamKey, readonly string[]>> = {
  prometheus: ['prometheus', 'grafana-amazonprometheus-datasource', 'grafana-azureprometheus-datasource'],
  loki: ['loki'],
};

function dataSources(name: UpstreamKey) {
  return getDataSourceSrv()
    .getList({ filter: ({ type }) => TYPES[name].includes(type) })
    .map(({ uid, name: title }) => ({ value: uid, label: title, description: uid }));
}

/** How to read another data source of this Grafana. */
export function GrafanaFields({ options, onChange, name, upstream, showsToken, locked }: Props) {
  const edit = (changes: Parameters<typeof change<GrafanaUpstream>>[1]) =>
    onChange(withUpstream(options, name, change(upstream, changes)));
  return (
    <>
      <Field
        noMargin
        label="Data source"
        invalid={upstream.datasourceUid === ''}
        error={`Choose a ${PRODUCT[name]} data source`}
      >
        <Combobox
          id={`tidemark-${name}-datasource`}
          width={40}
          disabled={locked}
          createCustomValue
          customValueDescription="Use this uid"
          placeholder="Choose a data source"
          options={dataSources(name)}
          value={upstream.datasourceUid === '' ? null : upstream.datasourceUid}
          onChange={({ value }) => edit({ datasourceUid: value })}
        />
      </Field>
      {showsToken ? (
        <SecretField
          options={options}
          onChange={onChange}
          secret={secretNames.grafanaToken}
          label="Service-account token"
          description="Made by an administrator under Administration, Service accounts, with the right to query that data source."
          placeholder="glsa_…"
          disabled={locked}
        />
      ) : (
        <Text color="secondary">
          Read with the service-account token above: the account needs the right to query this data source, too.
        </Text>
      )}
      <TimeoutField
        id={`tidemark-${name}-timeout`}
        value={upstream.timeoutSeconds}
        onChange={(timeoutSeconds) => edit({ timeoutSeconds })}
        locked={locked}
      />
      {showsToken && (
        <Alert severity="warning" title="Everybody who may use Tidemark reads with this token">
          Whoever may query this data source sees what the service account may see, whatever their own rights are.
        </Alert>
      )}
    </>
  );
}
