import type { CoreApp, TimeRange } from '@grafana/data';
import { Alert, Box, Collapse, Combobox, Field, MultiCombobox, RadioButtonGroup, Stack, Text } from '@grafana/ui';
import { useEffect, useId, useState } from 'react';
import { SCORE_IDS, scores as catalogue } from '../../engine';
import {
  DEFAULT_QUERY,
  describeProblems,
  RESOURCES,
  type AdHocSource,
  type QueryKind,
  type ResourceParams,
} from '../../model';
import { change, orNone, textOrNone } from '../change';
import type { TidemarkDataSource } from '../DataSource';
import { describeError } from '../describeError';
import { displayText } from '../displayText';
import { completeNewQuery, isAlerting, isNew, saysWhat } from '../newQuery';
import type { TidemarkQuery } from '../types';
import { AdHocFields } from './AdHocFields';
import { AdvancedFields } from './AdvancedFields';
import { AlertNote } from './AlertNote';
import { EditorRow } from './EditorRow';
import { LabelSelectionEditor } from './LabelSelectionEditor';
import { faultAt, problemsOf } from './problems';
import { ReferenceFields } from './ReferenceFields';
import { ResourceFailures } from './ResourceFailures';
import { useResource } from './useResource';
import { MODEL_REFERENCE_WORDS, NO_REFERENCE_WORDS, QUESTION_WORDS } from './words';

/** What the editor needs of the data source: the network's edge, and the variables of the dashboard. */
export type EditorDataSource = Pick<TidemarkDataSource, 'ask' | 'applyTemplateVariables' | 'variableNames'>;

interface Props {
  readonly datasource: EditorDataSource;
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly onRunQuery: () => void;
  readonly app: CoreApp | undefined;
  readonly range: TimeRange | undefined;
  /** The kinds that the place can use; the only one is not asked for. */
  readonly kinds?: readonly QueryKind[];
}

const NO_NAMES: readonly string[] = [];
/** In the order in which people ask. */
const KINDS: readonly QueryKind[] = ['drift', 'drift_over_time', 'distribution'];
const WINDOWS = ['15m', '1h', '6h', '1d'];
const NEW_SOURCE: AdHocSource = { upstream: 'prometheus', kind: 'histogram', metric: '' };

const plain = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));

/** What the labels of a query are looked up on: its model, or the metric it names. */
function labelScope({ model, source }: TidemarkQuery): ResourceParams | undefined {
  if (source !== undefined) {
    const { metric, selector } = source;
    return metric === '' ? undefined : { metric, ...(selector !== undefined && { selector }) };
  }
  return model === undefined || model === '' ? undefined : { model };
}

/** A kind with the answer that suits it: a table where there is one row a feature, lines over time. */
function withKind(query: TidemarkQuery, queryType: QueryKind, alerting: boolean): TidemarkQuery {
  const format = alerting ? 'alert' : queryType === 'drift' ? 'table' : undefined;
  return change(query, {
    queryType,
    format,
    window: queryType === 'drift_over_time' ? (query.window ?? '1h') : undefined,
  });
}

/** The fields of a query, in the order of the sentence that they make: what, where, against what, how. */
export function QueryFields({ datasource, query, onChange, onRunQuery, app, range, kinds = KINDS }: Props) {
  const id = useId();
  const [showAdvanced, setShowAdvanced] = useState(false);
  const [valuesFailure, setValuesFailure] = useState<string>();
  const alerting = isAlerting(app);
  const variables = alerting ? NO_NAMES : datasource.variableNames();
  const kind = kinds.find((one) => one === query.queryType) ?? kinds[0] ?? 'drift';
  const { model, source } = query;
  // What the backend answers where the query does not say.
  const format = query.format ?? (kind === 'drift' ? 'table' : 'alert');
  const scope = labelScope(query);

  const models = useResource(datasource, RESOURCES.models, {}, range);
  const features = useResource(
    datasource,
    RESOURCES.features,
    source === undefined && scope !== undefined ? scope : undefined,
    range
  );
  const profiles = useResource(
    datasource,
    RESOURCES.profiles,
    query.reference?.kind === 'profile' ? { ...(model !== undefined && { model }) } : undefined,
    range
  );
  const metrics = useResource(datasource, RESOURCES.metrics, source && { kind: source.kind }, range);
  const labelNames = useResource(datasource, RESOURCES.labelNames, scope, range);

  const problems = problemsOf(query, datasource);
  const edit = (next: TidemarkQuery) => {
    onChange(next);
    if (problemsOf(next, datasource).length === 0) {
      onRunQuery();
    }
  };

  const firstModel = models.value?.[0]?.id;
  useEffect(() => {
    if (firstModel !== undefined && isNew(query)) {
      onChange(completeNewQuery(query, firstModel, app));
      onRunQuery();
    }
  }, [firstModel, query, app, onChange, onRunQuery]);

  const loadValues = async (label: string): Promise<readonly string[]> => {
    try {
      const times = range && { from: range.from.valueOf(), to: range.to.valueOf() };
      const values = await datasource.ask(RESOURCES.labelValues, { ...scope, ...times, label });
      setValuesFailure(undefined);
      return values;
    } catch (error) {
      setValuesFailure(describeError(error));
      return [];
    }
  };
  const labelFields = { labelNames: labelNames.value ?? NO_NAMES, loadValues, variables };
  const variableOptions = variables.map((name) => ({ value: name, label: name, group: 'Dashboard variables' }));
  const offeredKinds = kinds.filter((one) => !alerting || one !== 'distribution' || kind === 'distribution');
  const noModels = models.value?.length === 0 && source === undefined;

  return (
    <Stack direction="column" gap={1}>
      <EditorRow label="Question">
        {offeredKinds.length > 1 && (
          <Field noMargin label="Question" description={QUESTION_WORDS[kind].description}>
            <RadioButtonGroup
              aria-label="Question"
              options={offeredKinds.map((value) => ({ value, label: QUESTION_WORDS[value].label }))}
              value={kind}
              onChange={(next) => edit(withKind(query, next, alerting))}
            />
          </Field>
        )}
        {kind === 'drift_over_time' && (
          <Field
            noMargin
            label="Window"
            description="How much of the past each point looks at."
            {...faultAt(problems, 'window')}
          >
            <Combobox
              id={`${id}-window`}
              width={16}
              createCustomValue
              customValueDescription="A duration, such as 30m"
              options={[...plain(WINDOWS), ...variableOptions]}
              value={query.window ?? null}
              onChange={({ value }) => edit(change(query, { window: textOrNone(value) }))}
            />
          </Field>
        )}
        {kind !== 'distribution' && !alerting && kinds.length > 1 && (
          <Field
            noMargin
            label="Answer"
            description={
              format === 'table'
                ? 'With verdict, reason and sample sizes.'
                : 'Plain numbers, for graphs, gauges and expressions.'
            }
          >
            <RadioButtonGroup
              aria-label="Answer"
              options={[
                { value: 'table' as const, label: 'Table' },
                { value: 'alert' as const, label: kind === 'drift' ? 'Values' : 'Lines' },
              ]}
              value={format}
              onChange={(next) => edit(change(query, { format: next }))}
            />
          </Field>
        )}
      </EditorRow>

      <EditorRow label="What to look at">
        <Field noMargin label="Look at" description="What is compared.">
          <RadioButtonGroup
            aria-label="Look at"
            options={[
              { value: 'model', label: 'A model' },
              { value: 'metric', label: 'Any metric' },
            ]}
            value={source === undefined ? 'model' : 'metric'}
            onChange={(what) =>
              edit(
                change(query, {
                  model: what === 'model' ? firstModel : undefined,
                  source: what === 'model' ? undefined : NEW_SOURCE,
                  // What one has, the other has not.
                  features: undefined,
                  filters: undefined,
                  groupBy: undefined,
                })
              )
            }
          />
        </Field>
        {source === undefined ? (
          <Field noMargin label="Model" description="Of the settings, or seen in the metrics.">
            <Combobox
              id={`${id}-model`}
              width={30}
              createCustomValue
              placeholder="Choose a model"
              loading={models.loading}
              options={[
                ...(models.value ?? []).map(({ id: value, title, owner, origin }) => ({
                  value,
                  label: title,
                  description:
                    origin === 'discovered'
                      ? 'Seen in the metrics'
                      : owner === undefined
                        ? value
                        : `${value}, of ${owner}`,
                })),
                ...variableOptions,
              ]}
              value={model ?? null}
              onChange={({ value }) => edit(change(query, { model: value, features: undefined }))}
            />
          </Field>
        ) : (
          <AdHocFields
            source={source}
            onChange={(next) => edit(change(query, { source: next }))}
            problems={problems}
            metrics={metrics}
            labelNames={labelNames}
            variables={variables}
          />
        )}
        {(source === undefined || source.featureLabel !== undefined) && (
          <Box width={44} maxWidth="100%">
            <Field noMargin label="Features" description="None chosen: all. /^age/ chooses by pattern.">
              <MultiCombobox
                id={`${id}-features`}
                isClearable
                createCustomValue
                customValueDescription="Use this name, or a pattern between slashes"
                placeholder="All features"
                loading={features.loading}
                options={[
                  ...(features.value ?? []).map((feature) => ({
                    value: feature.name,
                    label: feature.name,
                    description: feature.kind,
                  })),
                  ...variableOptions,
                ]}
                value={[...(query.features ?? [])]}
                onChange={(chosen) => edit(change(query, { features: orNone(chosen.map((option) => option.value)) }))}
              />
            </Field>
          </Box>
        )}
      </EditorRow>
      {noModels && (
        <Alert severity="info" title="There is no model yet">
          Define one on the configuration page of the data source, or choose “Any metric” to look at a histogram as it
          is.
        </Alert>
      )}

      <EditorRow label="Which traffic">
        <Field noMargin label="Only traffic where" description="Of several values, any will do.">
          <>
            <LabelSelectionEditor
              {...labelFields}
              what="filter"
              addText="Add a filter"
              value={query.filters}
              onChange={(filters) => edit(change(query, { filters }))}
            />
          </>
        </Field>
        <Box width={36} maxWidth="100%">
          <Field noMargin label="Split by" description="An answer for each of its values.">
            <MultiCombobox
              id={`${id}-group`}
              isClearable
              createCustomValue
              placeholder="Not split"
              loading={labelNames.loading}
              options={[...plain(labelNames.value ?? NO_NAMES), ...variableOptions]}
              value={[...(query.groupBy ?? [])]}
              onChange={(chosen) => edit(change(query, { groupBy: orNone(chosen.map((option) => option.value)) }))}
            />
          </Field>
        </Box>
      </EditorRow>

      <EditorRow label="Reference">
        <ReferenceFields
          value={query.reference}
          onChange={(reference) => edit(change(query, { reference }))}
          mayBeNone={source === undefined ? MODEL_REFERENCE_WORDS : NO_REFERENCE_WORDS}
          problems={problems}
          path="reference"
          profiles={profiles.value ?? NO_NAMES}
          variables={variables}
          range={range}
          renderLabels={(value, onLabels) => (
            <LabelSelectionEditor
              {...labelFields}
              what="reference label"
              addText="Add a label"
              value={value}
              onChange={onLabels}
            />
          )}
        />
      </EditorRow>

      <EditorRow label="Measure">
        <Box width={72} maxWidth="100%">
          <Field
            noMargin
            label="Scores"
            description="How far apart two distributions are; the verdict rests on PSI and its significance."
            {...faultAt(problems, 'scores')}
          >
            <MultiCombobox
              id={`${id}-scores`}
              isClearable
              placeholder={DEFAULT_QUERY.scores.map((score) => catalogue[score].label).join(', ')}
              options={SCORE_IDS.map((value) => ({
                value,
                label: catalogue[value].label,
                description: catalogue[value].explanation,
              }))}
              value={[...(query.scores ?? [])]}
              onChange={(chosen) => edit(change(query, { scores: orNone(chosen.map((option) => option.value)) }))}
            />
          </Field>
        </Box>
      </EditorRow>

      <Collapse label="Bins, smoothing and significance" isOpen={showAdvanced} onToggle={setShowAdvanced}>
        <Stack direction="row" wrap="wrap" columnGap={2} rowGap={1.5} alignItems="flex-start">
          <AdvancedFields query={query} onChange={edit} problems={problems} />
        </Stack>
      </Collapse>

      {alerting && <AlertNote query={query} />}
      <ResourceFailures
        failures={[
          models.failure,
          features.failure,
          profiles.failure,
          metrics.failure,
          labelNames.failure,
          valuesFailure,
        ]}
      />
      <div role="status">
        <Text color="secondary" variant="bodySmall" italic>
          {saysWhat(query)
            ? problems.length === 0
              ? `${displayText(query)}.`
              : `Not right yet: ${describeProblems(problems)}.`
            : source === undefined
              ? 'Not asked yet: choose a model.'
              : 'Not asked yet: choose a metric.'}
        </Text>
      </div>
    </Stack>
  );
}
