import { Box, Field, MultiCombobox, Stack } from '@grafana/ui';
import { change, orNone } from '../change';
import { ConfigSection } from './ConfigSection';
import { Lockable } from './Lockable';
import { logKind, upstreamKind, type Options, type UpstreamKind } from './upstream';
import { UpstreamFields } from './UpstreamFields';

interface Props {
  readonly options: Options;
  readonly onChange: (options: Options) => void;
  readonly locked: boolean;
}

const KINDS: ReadonlyArray<{ value: UpstreamKind; label: string }> = [
  { value: 'none', label: 'None' },
  { value: 'sample', label: 'Built-in sample' },
  { value: 'url', label: 'Loki' },
  { value: 'datasource', label: 'A data source of this Grafana' },
];

const KIND_TEXT: Readonly<Record<UpstreamKind, string>> = {
  none: 'Questions about single predictions are answered as far as metrics can tell, and say so.',
  sample: 'The log of the made-up models. It needs no server: for a first look.',
  url: 'Loki 3, or what answers as it does. Rows of an answer link to their log lines only if the log is a data source of this Grafana.',
  datasource:
    'A Loki data source that is set up here already, read through Grafana. Rows of an answer link to their log lines there.',
};

/** Written by hand in a file, it may be of any shape; "Save & test" says what is wrong with it. */
function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** Where the log of predictions is, and what of it nobody may read. */
export function LogSection({ options, onChange, locked }: Props) {
  const { prometheus, loki } = options.jsonData;
  const privateFields = texts(options.jsonData.privateFields);
  const kind = logKind(options.jsonData);
  // The sample of the metrics brings its log, which cannot be taken from it.
  const kinds = upstreamKind(prometheus) === 'sample' ? KINDS.filter(({ value }) => value !== 'none') : KINDS;
  return (
    <ConfigSection
      title="Where the log is"
      description="One line a prediction, label, deployment or pipeline run. From it come the join of live and shadow, absurd outputs, performance and data quality."
    >
      <Lockable locked={locked}>
        <Stack direction="column" gap={2}>
          <UpstreamFields
            options={options}
            onChange={onChange}
            name="loki"
            label="Log"
            kinds={kinds}
            kind={kind}
            description={KIND_TEXT[kind]}
            upstream={loki}
            showsToken={upstreamKind(prometheus) !== 'datasource'}
            locked={locked}
          />
          {kind !== 'none' && (
            <Box width={60} maxWidth="100%">
              <Field
                noMargin
                label="Personal data"
                description="Fields of the lines, and all below them, that are never read or shown, of every model."
              >
                <MultiCombobox
                  id="tidemark-private-fields"
                  createCustomValue
                  customValueDescription="Keep this field private"
                  disabled={locked}
                  placeholder="features.email"
                  options={privateFields.map((value) => ({ value, label: value }))}
                  value={privateFields}
                  onChange={(chosen) =>
                    onChange({
                      ...options,
                      jsonData: change(options.jsonData, { privateFields: orNone(chosen.map(({ value }) => value)) }),
                    })
                  }
                />
              </Field>
            </Box>
          )}
        </Stack>
      </Lockable>
    </ConfigSection>
  );
}
