import type { CoreApp, TimeRange } from '@grafana/data';
import { Alert, Collapse, Stack } from '@grafana/ui';
import { useEffect, useState } from 'react';
import type { QueryKind } from '../../model';
import { change } from '../change';
import type { TidemarkSource } from '../source';
import { ALL_KINDS, FACES } from '../kinds/faces';
import { OUTLINES, reads } from '../kinds/outline';
import { completeNewQuery, isAlerting, isNew } from '../newQuery';
import type { TidemarkQuery } from '../types';
import { AdvancedFields } from './AdvancedFields';
import { AlertNote } from './AlertNote';
import { EditorRow } from './EditorRow';
import { LabelSelectionEditor } from './LabelSelectionEditor';
import { problemsOf } from './problems';
import { QuerySentence } from './QuerySentence';
import { QuestionRow } from './QuestionRow';
import { ReferenceFields } from './ReferenceFields';
import { ResourceFailures } from './ResourceFailures';
import { ScoresRow } from './ScoresRow';
import { SubjectRow } from './SubjectRow';
import { TrafficRow } from './TrafficRow';
import { useEditorResources } from './useEditorResources';
import { asVariables, modelReferenceWords, NO_REFERENCE_WORDS } from './words';

/** What the editor needs of the data source: the network's edge, and the variables of the dashboard. */
export type EditorDataSource = Pick<TidemarkSource, 'ask' | 'applyTemplateVariables' | 'variableNames'>;

interface Props {
  readonly datasource: EditorDataSource;
  readonly query: TidemarkQuery;
  readonly onChange: (query: TidemarkQuery) => void;
  readonly onRunQuery: () => void;
  readonly app: CoreApp | undefined;
  readonly range: TimeRange | undefined;
  /** The kinds that the place can use. */
  readonly kinds?: readonly QueryKind[];
  /** Whether the place leaves it to the person what the answer is made of. */
  readonly answers?: boolean;
}

/**
 * The fields of a query, in the order of the sentence that they make: what, where, against what, how. Only those that
 * its kind reads.
 */
export function QueryFields(props: Props) {
  const { datasource, query, onChange, onRunQuery, app, range, kinds = ALL_KINDS, answers = true } = props;
  const [showAdvanced, setShowAdvanced] = useState(false);
  const resources = useEditorResources(datasource, query, range);
  const { models, profiles, labelNames } = resources;
  const alerting = isAlerting(app);
  const firstModel = models.value?.[0]?.id;
  const kind = kinds.find((one) => one === query.queryType) ?? kinds[0] ?? 'drift';
  const face = FACES[kind];
  const problems = problemsOf(query, datasource);
  // Variables of a dashboard do not reach an alert rule.
  const variables = alerting ? [] : datasource.variableNames();
  const named = asVariables(variables);
  const labels = { labelNames: labelNames.value ?? [], loadValues: resources.loadValues, variables };

  const edit = (next: TidemarkQuery) => {
    onChange(next);
    if (problemsOf(next, datasource).length === 0) {
      onRunQuery();
    }
  };

  useEffect(() => {
    if (firstModel !== undefined && isNew(query)) {
      onChange(completeNewQuery(query, firstModel, app));
      onRunQuery();
    }
  }, [firstModel, query, app, onChange, onRunQuery]);

  return (
    <Stack direction="column" gap={1}>
      {/* Side by side where there is room: with each on a line of its own, the answer was off the screen. */}
      <Stack direction="row" wrap="wrap" gap={1}>
        <QuestionRow
          query={query}
          onChange={edit}
          kind={kind}
          kinds={kinds}
          answers={answers}
          alerting={alerting}
          firstModel={firstModel}
          problems={problems}
          variables={named}
        />
        <SubjectRow
          query={query}
          onChange={edit}
          kind={kind}
          problems={problems}
          resources={resources}
          variables={named}
        />
        {reads(kind, 'reference') && (
          <EditorRow label="Reference">
            <ReferenceFields
              value={query.reference}
              onChange={(reference) => edit(change(query, { reference }))}
              {...(OUTLINES[kind].references !== undefined && { kinds: OUTLINES[kind].references })}
              mayBeNone={query.source === undefined ? modelReferenceWords(face.reference) : NO_REFERENCE_WORDS}
              problems={problems}
              path="reference"
              profiles={profiles.value ?? []}
              variables={named}
              range={range}
              renderLabels={(value, onLabels) => (
                <LabelSelectionEditor
                  {...labels}
                  what="reference label"
                  addText="Add a label"
                  value={value}
                  onChange={onLabels}
                />
              )}
            />
          </EditorRow>
        )}
        <TrafficRow
          query={query}
          onChange={edit}
          kind={kind}
          labels={labels}
          loading={labelNames.loading}
          variables={named}
        />
        {reads(kind, 'scores') && <ScoresRow query={query} onChange={edit} problems={problems} />}
      </Stack>
      {models.value?.length === 0 && query.source === undefined && query.model === undefined && (
        <Alert severity="info" title="There is no model yet">
          None is defined, and the metrics of this time range show none. Define one on the configuration page of the
          data source{reads(kind, 'source') ? ', or choose “Any metric” to look at a histogram as it is.' : '.'}
        </Alert>
      )}
      {face.more !== undefined && (
        <Collapse label={face.more} isOpen={showAdvanced} onToggle={setShowAdvanced}>
          <Stack direction="row" wrap="wrap" columnGap={2} rowGap={1.5} alignItems="flex-start">
            <AdvancedFields query={query} onChange={edit} kind={kind} problems={problems} />
          </Stack>
        </Collapse>
      )}
      {alerting && <AlertNote query={query} kind={kind} />}
      <ResourceFailures failures={resources.failures} />
      <QuerySentence query={query} problems={problems} />
    </Stack>
  );
}
