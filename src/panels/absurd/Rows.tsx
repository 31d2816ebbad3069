import { memo, useId, useMemo, useState } from 'react';
import { css } from '@emotion/css';
import type { DataFrame, GrafanaTheme2 } from '@grafana/data';
import { Button, Combobox, RadioButtonGroup, useStyles2, type ComboboxOption } from '@grafana/ui';
import { ABSURD_ROWS_FIELDS, type AbsurdSign } from '../../model/absurdFrames';
import { pickRows } from '../shared/frames';
import { share } from '../shared/quantity';
import { RowsTable } from '../shared/RowsTable';
import { t } from '../shared/translate';
import { matchingRows, NO_FILTER, type FilterChoices, type RowFilter } from './rowFilter';
import { signTexts } from './segmentsView';

interface Props {
  readonly frame: DataFrame;
  readonly choices: FilterChoices;
  readonly pageSize: number;
}

const COPIED = [ABSURD_ROWS_FIELDS.logql];
const LAST = [
  ABSURD_ROWS_FIELDS.version,
  ABSURD_ROWS_FIELDS.role,
  ABSURD_ROWS_FIELDS.requestId,
  ABSURD_ROWS_FIELDS.latencyMs,
];
/** Before the name of a rule, so that a rule called "any" is no trouble. */
const RULE = 'rule:';

/** The signs of a row, which the answer gives one after the other. */
function signsInWords(value: unknown): string {
  const texts: Readonly<Record<string, string>> = signTexts();
  return String(value)
    .split(', ')
    .map((sign) => texts[sign] ?? sign)
    .join(', ');
}

const CELLS = { [ABSURD_ROWS_FIELDS.signs]: signsInWords };

/** Single outputs, with filters on what the answer brought. */
export const Rows = memo(function Rows({ frame, choices, pageSize }: Props) {
  const styles = useStyles2(getStyles);
  const ids = { confidence: useId(), rule: useId(), sign: useId() };
  const [filter, setFilter] = useState<RowFilter>(NO_FILTER);
  const shown = useMemo(() => {
    const rows = matchingRows(frame, filter);
    return rows.length === frame.length ? frame : pickRows(frame, rows);
  }, [frame, filter]);
  if (frame.length === 0) {
    return <p className={styles.quiet}>{t('absurd.no-rows', 'No absurd output in this time range.')}</p>;
  }
  const signs = signTexts();
  const rules: Array<ComboboxOption<string>> = [
    { value: 'all', label: t('absurd.rule-all', 'All outputs') },
    ...(choices.hasRows.anyRule ? [{ value: 'any', label: t('absurd.rule-any', 'Any rule broken') }] : []),
    ...(choices.hasRows.noRule ? [{ value: 'none', label: t('absurd.rule-none', 'No rule broken') }] : []),
    ...choices.rules.map((name) => ({ value: `${RULE}${name}`, label: name })),
  ];
  const ruleOf = (value: string): RowFilter['rule'] =>
    value === 'any' || value === 'none' ? value : value.startsWith(RULE) ? { name: value.slice(RULE.length) } : null;
  const chosenRule =
    filter.rule === null ? 'all' : typeof filter.rule === 'string' ? filter.rule : `${RULE}${filter.rule.name}`;
  return (
    <>
      <div className={styles.filters}>
        {choices.confidences.length > 0 && (
          <div>
            <span id={ids.confidence} className={styles.label}>
              {t('absurd.filter-confidence', 'Confidence at least')}
            </span>
            <RadioButtonGroup<number>
              size="sm"
              aria-labelledby={ids.confidence}
              value={filter.confidence ?? 0}
              onChange={(value) => setFilter({ ...filter, confidence: value === 0 ? null : value })}
              options={[
                { value: 0, label: t('absurd.any', 'Any') },
                ...choices.confidences.map((value) => ({ value, label: share(value) })),
              ]}
            />
          </div>
        )}
        {choices.hasRows.anyRule && (
          <div>
            <label htmlFor={ids.rule} className={styles.label}>
              {t('absurd.filter-rule', 'Rule')}
            </label>
            <Combobox
              id={ids.rule}
              width={28}
              options={rules}
              value={chosenRule}
              onChange={({ value }) => setFilter({ ...filter, rule: ruleOf(value) })}
            />
          </div>
        )}
        {choices.signs.length > 1 && (
          <div>
            <span id={ids.sign} className={styles.label}>
              {t('absurd.filter-sign', 'Why it is here')}
            </span>
            <RadioButtonGroup<AbsurdSign | 'all'>
              size="sm"
              aria-labelledby={ids.sign}
              value={filter.sign ?? 'all'}
              onChange={(value) => setFilter({ ...filter, sign: value === 'all' ? null : value })}
              options={[
                { value: 'all' as const, label: t('absurd.any', 'Any') },
                ...choices.signs.map((value) => ({ value, label: signs[value] })),
              ]}
            />
          </div>
        )}
        {filter !== NO_FILTER && (
          <Button size="sm" variant="secondary" fill="text" onClick={() => setFilter(NO_FILTER)}>
            {t('absurd.clear', 'Clear filters')}
          </Button>
        )}
      </div>
      <p className={styles.quiet} role="status">
        {t(
          'absurd.shown-rows',
          '{{shown}} of the {{all}} rows of the answer. Filters look at these rows alone; a query with a higher limit brings more.',
          { shown: shown.length, all: frame.length }
        )}
      </p>
      {shown.length > 0 && (
        <RowsTable
          frame={shown}
          pageSize={pageSize}
          copied={COPIED}
          last={LAST}
          linked={ABSURD_ROWS_FIELDS.predictionId}
          cells={CELLS}
        />
      )}
    </>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  filters: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: theme.spacing(1, 2),
    marginBottom: theme.spacing(1),
  }),
  label: css({
    ...theme.typography.bodySmall,
    display: 'block',
    color: theme.colors.text.secondary,
    marginBottom: theme.spacing(0.5),
  }),
  quiet: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary, margin: theme.spacing(0, 0, 1) }),
});
