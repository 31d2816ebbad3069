import { Alert, Combobox, Field, Stack } from '@grafana/ui';
import { getDataSourceSrv } from '@grafana/runtime';
import { secretNames } from '../../model';
import { change } from '../change';
import { RadioChoice } from '../RadioChoice';
import { ConfigSection } from './ConfigSection';
import { HttpFields } from './HttpFields';
import { Lockable } from './Lockable';
import { SecretField } from './SecretField';
import { TimeoutField } from './TimeoutField';
import { newUpstream, upstreamKind, withUpstream, type Options, type UpstreamKind } from './upstream';

interface Props {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  readonly locked: boolean;
}

const KINDS: Array<{ value: UpstreamKind; label: string }> = [
  { value: 'sample', label: 'Built-in sample' },
  { value: 'url', label: 'Prometheus' },
  { value: 'datasource', label: 'A data source of this Grafana' },
];

const KIND_TEXT: Readonly<Record<UpstreamKind, string>> = {
  sample: 'Two made-up models with a week of history, in which much goes wrong. It needs no server: for a first look.',
  url: 'Prometheus, or what answers as it does: Mimir, Thanos, Cortex, VictoriaMetrics.',
  datasource: 'A Prometheus data source that is set up here already, read through Grafana.',
};

/** Data sources that answer the API of Prometheus. */
const PROMETHEUS_TYPES = [
  'prometheus',
  'grafana-amazonprometheus-datasource',
  'grafana-azureprometheus-datasource',
] as const;

function prometheusDataSources() {
  return getDataSourceSrv()
    .getList({ filter: ({ type }) => PROMETHEUS_TYPES.some((one) => one === type) })
    .map(({ uid, name }) => ({ value: uid, label: name, description: uid }));
}

/** Where the data is. */
export function UpstreamSection({ options, onChange, locked }: Props) {
  const upstream = options.jsonData.prometheus;
  const kind = upstreamKind(upstream);
  return (
    <ConfigSection title="Where the data is" description="Tidemark reads metrics and stores nothing.">
      <Lockable locked={locked}>
        <Stack direction="column" gap={2}>
          <Field noMargin label="Metrics" description={KIND_TEXT[kind]}>
            <RadioChoice
              aria-label="Metrics"
              options={KINDS}
              value={kind}
              disabled={locked}
              onChange={(next) => onChange(withUpstream(options, newUpstream(next)))}
            />
          </Field>
          {upstream !== undefined && 'url' in upstream && (
            <HttpFields options={options} onChange={onChange} upstream={upstream} locked={locked} />
          )}
          {upstream !== undefined && 'datasourceUid' in upstream && (
            <>
              <Field
                noMargin
                label="Data source"
                invalid={upstream.datasourceUid === ''}
                error="Choose a Prometheus data source"
              >
                <Combobox
                  id="tidemark-datasource"
                  width={40}
                  disabled={locked}
                  createCustomValue
                  customValueDescription="Use this uid"
                  placeholder="Choose a data source"
                  options={prometheusDataSources()}
                  value={upstream.datasourceUid === '' ? null : upstream.datasourceUid}
                  onChange={({ value }) => onChange(withUpstream(options, change(upstream, { datasourceUid: value })))}
                />
              </Field>
              <SecretField
                options={options}
                onChange={onChange}
                secret={secretNames.grafanaToken}
                label="Service-account token"
                description="Made by an administrator under Administration, Service accounts, with the right to query that data source."
                placeholder="glsa_…"
                disabled={locked}
              />
              <TimeoutField
                value={upstream.timeoutSeconds}
                onChange={(timeoutSeconds) => onChange(withUpstream(options, change(upstream, { timeoutSeconds })))}
                locked={locked}
              />
              <Alert severity="warning" title="Everybody who may use Tidemark reads with this token">
                Whoever may query this data source sees what the service account may see, whatever their own rights are.
              </Alert>
            </>
          )}
        </Stack>
      </Lockable>
    </ConfigSection>
  );
}
