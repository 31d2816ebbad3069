import { useStyles2 } from '@grafana/ui';
import type { Sums } from '../../replay';
import { t } from '../t';
import { tableStyles } from './tableStyles';

const rounded = (value: number): string => String(Number(value.toPrecision(3)));

/** Why there is no rate; what was found is the least that there was. */
function untold({ reason, pages }: Sums): string {
  const why =
    reason === 'no_time'
      ? t('replay.no-time', 'This cannot be told: no time has passed.')
      : t('replay.untold', 'This cannot be told: too little of what the rules ask was answered.');
  return pages === 0 ? why : `${why} ${t('replay.at-least', 'Pages in what was answered: {{pages}}.', { pages })}`;
}

/** What a replay comes to, as it is and as it would be otherwise. */
export function SumTable({ before, after }: { readonly before: Sums; readonly after?: Sums }) {
  const styles = useStyles2(tableStyles);
  const rows: ReadonlyArray<readonly [string, Sums]> = [
    [t('replay.now', 'As it is'), before],
    ...(after === undefined ? [] : [[t('replay.otherwise', 'Otherwise'), after] as const]),
  ];
  return (
    <div className={styles.box} role="region" tabIndex={0} aria-label={t('replay.sums', 'What it comes to')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <td />
            <th scope="col" className={styles.number}>
              {t('replay.pages-a-month', 'Pages a month')}
            </th>
            <th scope="col" className={styles.number}>
              {t('replay.pages', 'Pages in this time')}
            </th>
            <th scope="col" className={styles.number}>
              {t('replay.repeats', 'Of them repeated')}
            </th>
            <th scope="col" className={styles.number}>
              {t('replay.messages', 'Messages')}
            </th>
            <th scope="col" className={styles.number}>
              {t('replay.incidents', 'Incidents')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, sums]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {sums.pagesAMonth === null ? (
                <td colSpan={5} className={styles.cause}>
                  {untold(sums)}
                </td>
              ) : (
                <>
                  <td className={styles.number}>{rounded(sums.pagesAMonth)}</td>
                  <td className={styles.number}>{sums.pages}</td>
                  <td className={styles.number}>{sums.repeats}</td>
                  <td className={styles.number}>{sums.notifications}</td>
                  <td className={styles.number}>{sums.incidents}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
