import { memo, useMemo, type ReactNode } from 'react';
import { css } from '@emotion/css';
import {
  formattedValueToString,
  getDisplayProcessor,
  type DataFrame,
  type Field,
  type GrafanaTheme2,
  type LinkModel,
} from '@grafana/data';
import { ClipboardButton, InteractiveTable, useStyles2, useTheme2, type Column } from '@grafana/ui';
import { holdsSomething, isNumber, isTime, titleOf } from './frames';
import { t } from './translate';

interface Props {
  readonly frame: DataFrame;
  readonly pageSize: number;
  /** Columns whose text is to be copied, and not to be read: a query. */
  readonly copied?: readonly string[];
  /** Columns that stand behind all others: inputs are looked at before ids. */
  readonly last?: readonly string[];
  /** The column that leads to the log. Where it leads nowhere, the answer says there what to set, and the table shows it. */
  readonly linked?: string;
  /** What is worth a look of its own, such as a badge. */
  readonly cells?: Readonly<Record<string, (value: unknown) => ReactNode>>;
}

const NONE: readonly string[] = [];
const NO_CELLS: NonNullable<Props['cells']> = {};

interface Row {
  readonly id: string;
  readonly index: number;
  readonly [column: `c${number}`]: unknown;
}

const linksOf = (field: Field, index: number): ReadonlyArray<LinkModel<Field>> =>
  field.getLinks?.({ valueRowIndex: index }) ?? [];

/**
 * The rows of a frame as a table that can be sorted and paged, formatted and linked as the frame says. Columns without
 * any value are left out: a table of ids that nobody logged only hides the rest.
 */
export const RowsTable = memo(function RowsTable({
  frame,
  pageSize,
  copied = NONE,
  last = NONE,
  linked,
  cells = NO_CELLS,
}: Props) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const { columns, rows } = useMemo(() => {
    const held = frame.fields.filter(holdsSomething);
    const fields = [
      ...held.filter(({ name }) => !last.includes(name)),
      ...held.filter(({ name }) => last.includes(name)),
    ];
    const shown: Array<Column<Row>> = fields.map((field, i) => {
      const display = field.display ?? getDisplayProcessor({ field, theme });
      const cell = cells[field.name];
      return {
        id: `c${i}`,
        header: titleOf(field),
        sortType: isNumber(field) || isTime(field) ? 'number' : 'alphanumeric',
        cell: ({ row: { original } }: { row: { original: Row } }) => {
          const value: unknown = field.values[original.index];
          if (value === null || value === undefined || value === '') {
            return null;
          }
          if (copied.includes(field.name)) {
            return (
              <ClipboardButton
                size="sm"
                variant="secondary"
                fill="text"
                icon="copy"
                tooltip={t('rows.copy', 'Copy query')}
                aria-label={t('rows.copy', 'Copy query')}
                getText={() => String(value)}
              />
            );
          }
          if (cell !== undefined) {
            return cell(value);
          }
          const text = formattedValueToString(display(value));
          const [link] = linksOf(field, original.index);
          const props = { className: isNumber(field) ? styles.number : styles.text };
          return link === undefined ? <span {...props}>{text}</span> : <Linked link={link} text={text} />;
        },
      };
    });
    const data: Row[] = Array.from({ length: frame.length }, (_, index) => ({
      id: String(index),
      index,
      ...Object.fromEntries(fields.map((field, i) => [`c${i}`, field.values[index] ?? undefined])),
    }));
    return { columns: shown, rows: data };
  }, [frame, theme, copied, last, cells, styles]);

  const leads = frame.fields.find(({ name }) => name === linked)?.config;
  const whyNot = leads?.links === undefined || leads.links.length === 0 ? leads?.description : undefined;
  return (
    <>
      <div className={styles.table}>
        <InteractiveTable columns={columns} data={rows} getRowId={({ id }) => id} pageSize={pageSize} autoResetPage />
      </div>
      {whyNot !== undefined && <p className={styles.quiet}>{whyNot}</p>}
    </>
  );
});

/** As Grafana's own tables have it: an address for those who open it beside, and what a click does. */
function Linked({ link: { href, title, onClick, target }, text }: { link: LinkModel<Field>; text: string }) {
  const styles = useStyles2(getStyles);
  return (
    <a
      href={href}
      title={title}
      target={target}
      rel={target === '_blank' ? 'noreferrer' : undefined}
      className={styles.link}
      onClick={(event) => {
        if (onClick !== undefined && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
          event.preventDefault();
          onClick(event);
        }
      }}
    >
      {text}
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary, margin: theme.spacing(1, 0, 0) }),
  link: css({ color: theme.colors.text.link, textDecoration: 'underline' }),
  table: css({
    ...theme.typography.bodySmall,
    '& td, & th': { padding: theme.spacing(0.5, 1), whiteSpace: 'nowrap', verticalAlign: 'middle' },
    '& th > button': { padding: theme.spacing(0.5, 1), paddingRight: theme.spacing(2.5) },
    '& th': { textAlign: 'left' },
  }),
  number: css({ display: 'inline-block', verticalAlign: 'bottom', fontVariantNumeric: 'tabular-nums' }),
  text: css({
    display: 'inline-block',
    verticalAlign: 'bottom',
    maxWidth: 320,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  }),
});
