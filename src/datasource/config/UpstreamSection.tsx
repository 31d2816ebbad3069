import { ConfigSection } from './ConfigSection';
import { Lockable } from './Lockable';
import { upstreamKind, type Options, type UpstreamKind } from './upstream';
import { UpstreamFields } from './UpstreamFields';

interface Props {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  readonly locked: boolean;
}

type MetricsKind = Exclude<UpstreamKind, 'none'>;

const KINDS: ReadonlyArray<{ value: MetricsKind; label: string }> = [
  { value: 'sample', label: 'Built-in sample' },
  { value: 'url', label: 'Prometheus' },
  { value: 'datasource', label: 'A data source of this Grafana' },
];

const KIND_TEXT: Readonly<Record<MetricsKind, string>> = {
  sample: 'Two made-up models with a week of history, in which much goes wrong. It needs no server: for a first look.',
  url: 'Prometheus, or what answers as it does: Mimir, Thanos, Cortex, VictoriaMetrics.',
  datasource: 'A Prometheus data source that is set up here already, read through Grafana.',
};

/** Where the metrics are. */
export function UpstreamSection({ options, onChange, locked }: Props) {
  const upstream = options.jsonData.prometheus;
  const kind = upstreamKind(upstream);
  return (
    <ConfigSection title="Where the metrics are" description="Tidemark reads metrics and logs, and stores nothing.">
      <Lockable locked={locked}>
        <UpstreamFields
          options={options}
          onChange={onChange}
          name="prometheus"
          label="Metrics"
          kinds={KINDS}
          kind={kind}
          description={KIND_TEXT[kind]}
          upstream={upstream}
          showsToken
          locked={locked}
        />
      </Lockable>
    </ConfigSection>
  );
}
