import type { DataFrame } from '@grafana/data';
import type { Verdict } from '../../engine';
import { ABSURD_SEGMENTS_FIELDS, ABSURD_SIGNS, type AbsurdSign } from '../../model/absurdFrames';
import { VERDICTS_BY_GRAVITY } from '../../model/verdicts';
import { count } from '../shared/format';
import { intervalAt, numberAt, textAt, type Interval } from '../shared/frames';
import { chance, range, share, times } from '../shared/quantity';
import { domainOf, numbersOf, type Domain } from '../shared/scale';
import { t } from '../shared/translate';

/** One slice of the traffic and one sign: how often here, and how often elsewhere. */
export interface SegmentView {
  readonly key: string;
  readonly name: string;
  readonly signText: string;
  readonly share: Interval | null;
  readonly shareText: string;
  readonly countText: string;
  readonly elsewhere: number | null;
  readonly elsewhereText: string;
  readonly ratioText: string;
  readonly domain: Domain | undefined;
  readonly verdict: Verdict | null;
  readonly finding: string;
  readonly why: string;
}

const F = ABSURD_SEGMENTS_FIELDS;

/** What a sign is called: in a table, in a filter. */
export const signTexts = (): Readonly<Record<AbsurdSign, string>> => ({
  wrong: t('absurd.sign-wrong', 'Wrong'),
  rule: t('absurd.sign-rule', 'Breaks a rule'),
  opposed: t('absurd.sign-opposed', 'Opposed by the other version'),
});

/** What a verdict says of a segment: that nothing of the model drifts here, but that more of its answers are absurd. */
const findingTexts = (): Readonly<Record<Verdict, string>> => ({
  drift: t('absurd.segment-much-more', 'Much more often'),
  warning: t('absurd.segment-more', 'More often'),
  insufficient: t('verdict.insufficient', 'Not enough data'),
  ok: t('absurd.segment-no-more', 'No more often'),
});

/** Segments in the order of the answer: the clearest first. All of one sign stand on one axis. */
export function segmentsView(frame: DataFrame): readonly SegmentView[] {
  const rows = Array.from({ length: frame.length }, (_, row) => row);
  const signs = signTexts();
  const shareOf = (row: number) => intervalAt(frame, [F.share, F.shareLower, F.shareUpper], row);
  const domains = new Map(
    ABSURD_SIGNS.map((sign) => {
      const own = rows.filter((row) => textAt(frame, F.sign, row) === sign);
      const numbers = own.flatMap((row) => [...numbersOf(shareOf(row)), numberAt(frame, F.elsewhere, row)]);
      const domain = domainOf([...numbers, 0]);
      return [sign, domain === undefined ? undefined : { from: 0, to: domain.to }] as const;
    })
  );
  return rows.map((row) => {
    const sign = ABSURD_SIGNS.find((known) => known === textAt(frame, F.sign, row));
    const here = shareOf(row);
    const elsewhere = numberAt(frame, F.elsewhere, row);
    const [hits, of] = [numberAt(frame, F.hits, row), numberAt(frame, F.of, row)];
    const ratio = numberAt(frame, F.ratio, row);
    const p = numberAt(frame, F.pAdjusted, row);
    const [segment, value, said] = [F.segment, F.value, F.verdict].map((name) => textAt(frame, name, row));
    const verdict = VERDICTS_BY_GRAVITY.find((known) => known === said) ?? null;
    return {
      key: JSON.stringify([segment, value, sign]),
      name: `${segment} = ${value === '' ? t('segments.none', '(none)') : value}`,
      signText: sign === undefined ? textAt(frame, F.sign, row) : signs[sign],
      share: here,
      shareText: here === null ? '–' : share(here.value),
      countText:
        hits === null || of === null
          ? ''
          : t('absurd.hits', '{{hits}} of {{of}}', { hits: count(hits), of: count(of) }),
      elsewhere,
      elsewhereText: elsewhere === null ? '–' : share(elsewhere),
      ratioText: ratio === null ? '–' : times(ratio),
      domain: sign === undefined ? undefined : domains.get(sign),
      verdict,
      finding: verdict === null ? '' : findingTexts()[verdict],
      why: [
        here === null ? '' : range(here, 'percentunit'),
        p === null
          ? ''
          : t('absurd.segment-test', 'Against elsewhere: {{p}}, corrected over all segments.', { p: chance(p) }),
      ]
        .filter((part) => part !== '')
        .join('. '),
    };
  });
}
