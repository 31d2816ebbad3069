import { Field, Stack } from '@grafana/ui';
import type { UpstreamKey, UpstreamSettings } from '../../model';
import { RadioChoice } from '../RadioChoice';
import { GrafanaFields } from './GrafanaFields';
import { HttpFields } from './HttpFields';
import { newUpstream, withUpstream, type Options, type UpstreamKind } from './upstream';

interface Props<K extends UpstreamKind> {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  readonly name: UpstreamKey;
  readonly label: string;
  readonly kinds: ReadonlyArray<{ readonly value: K; readonly label: string }>;
  readonly kind: K;
  /** What the chosen kind means. */
  readonly description: string;
  readonly upstream: UpstreamSettings | undefined;
  readonly showsToken: boolean;
  readonly locked: boolean;
}

/** One of the two things that are read: which server it is, and how it is reached. */
export function UpstreamFields<K extends UpstreamKind>(props: Props<K>) {
  const { options, onChange, name, label, kinds, kind, description, upstream, showsToken, locked } = props;
  return (
    <Stack direction="column" gap={2}>
      <Field noMargin label={label} description={description}>
        <RadioChoice
          aria-label={label}
          options={[...kinds]}
          value={kind}
          disabled={locked}
          onChange={(next) => onChange(withUpstream(options, name, newUpstream(next)))}
        />
      </Field>
      {upstream !== undefined && 'url' in upstream && (
        <HttpFields options={options} onChange={onChange} name={name} upstream={upstream} locked={locked} />
      )}
      {upstream !== undefined && 'datasourceUid' in upstream && (
        <GrafanaFields
          options={options}
          onChange={onChange}
          name={name}
          upstream={upstream}
          showsToken={showsToken}
          locked={locked}
        />
      )}
    </Stack>
  );
}
