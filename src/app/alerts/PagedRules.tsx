import { useId, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { FilterInput, Pagination, Text, useStyles2 } from '@grafana/ui';
import type { TeamSettings } from '../../model/settings';
import { t } from '../t';
import { matching } from './matching';
import type { RuleLine } from './readRules';
import { RuleList } from './RuleList';

/** As many as are drawn within a moment: a thousand of them kept the page from answering for seconds. */
const A_PAGE = 50;

interface Sought {
  readonly words: string;
  /** The page, from 1. */
  readonly asked: number;
}

/** What was looked for when the address was shared, or the page left. */
function soughtInAddress(): Sought {
  const search = locationService.getSearch();
  return { words: search.get('find') ?? '', asked: Math.max(1, Math.trunc(Number(search.get('page'))) || 1) };
}

/** Rules a page at a time, what fires on the first, and words to find one by. */
export function PagedRules({
  rules,
  teams,
}: {
  readonly rules: readonly RuleLine[];
  readonly teams: readonly TeamSettings[];
}) {
  const styles = useStyles2(getStyles);
  const [{ words, asked }, setSought] = useState(soughtInAddress);
  const seek = (next: Sought): void => {
    setSought(next);
    locationService.partial(
      { find: next.words === '' ? null : next.words, page: next.asked === 1 ? null : next.asked },
      true
    );
  };
  const top = useId();
  const found = matching(rules, words);
  const pages = Math.max(1, Math.ceil(found.length / A_PAGE));
  // Another team may have fewer pages than the one that was looked at.
  const page = Math.min(asked, pages);
  return (
    <div id={top}>
      {rules.length > A_PAGE && (
        <div className={styles.find}>
          <FilterInput
            value={words}
            onChange={(text) => seek({ words: text, asked: 1 })}
            placeholder={t('alerts.find', 'Find rules by model, check, team or state')}
            aria-label={t('alerts.find', 'Find rules by model, check, team or state')}
          />
          <span role="status">
            <Text color="secondary">
              {found.length === 0
                ? t('alerts.found-none', 'No rule has these words.')
                : t('alerts.page', '{{from}} to {{to}} of {{count}}', {
                    from: (page - 1) * A_PAGE + 1,
                    to: Math.min(page * A_PAGE, found.length),
                    count: found.length,
                  })}
            </Text>
          </span>
        </div>
      )}
      <RuleList rules={found.slice((page - 1) * A_PAGE, page * A_PAGE)} teams={teams} />
      <div className={styles.pages}>
        <Pagination
          currentPage={page}
          numberOfPages={pages}
          hideWhenSinglePage
          onNavigate={(to) => {
            seek({ words, asked: to });
            document.getElementById(top)?.scrollIntoView({ block: 'start' });
          }}
        />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  find: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    margin: theme.spacing(1, 0),
    '& > :first-child': { flex: '1 1 280px', maxWidth: 480 },
  }),
  pages: css({ display: 'flex', justifyContent: 'center', margin: theme.spacing(2, 0) }),
});
