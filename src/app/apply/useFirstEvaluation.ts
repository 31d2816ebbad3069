import { useEffect, useState } from 'react';
import { readRules } from '../alerts/readRules';

export interface FirstEvaluation {
  readonly evaluated: number;
  readonly failed: ReadonlyArray<{ readonly name: string; readonly error: string }>;
}

const EVERY_MS = 5_000;
/** Rules that read days of a log are evaluated four times an hour; nobody waits for those. */
const LOOKS = 24;

/** What rules say of themselves once they have been evaluated; looked at for two minutes. */
export function useFirstEvaluation(uids: ReadonlySet<string>, wanted: boolean): FirstEvaluation | undefined {
  const [found, setFound] = useState<FirstEvaluation>();
  useEffect(() => {
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (left: number): Promise<void> => {
      const rules = (await readRules().catch(() => [])).filter(({ uid }) => uids.has(uid));
      if (gone) {
        return;
      }
      const evaluated = rules.filter((rule) => rule.evaluated !== undefined).length;
      setFound({
        evaluated,
        failed: rules.flatMap(({ folder, error, health }) =>
          health === 'error' ? [{ name: folder, error: error ?? '' }] : []
        ),
      });
      if (left > 0 && evaluated < uids.size) {
        timer = setTimeout(() => void look(left - 1), EVERY_MS);
      }
    };
    if (wanted) {
      void look(LOOKS);
    }
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [uids, wanted]);
  return wanted ? found : undefined;
}
