import { useState } from 'react';
import type { Settings } from '../../model/settings';
import { changeSettings } from './changeSettings';
import { errorText } from './errorText';

/** A change of the settings of a data source, as a form makes it. */
export interface Save {
  readonly saving: boolean;
  /** Why the last attempt came to nothing. */
  readonly failure: string | undefined;
  readonly save: (change: (before: Settings) => Settings) => void;
}

/** Saves what a form holds, and calls `onSaved` once it is stored; until then the form stays as it is. */
export function useSave(uid: string, onSaved: () => void): Save {
  const [state, setState] = useState<Omit<Save, 'save'>>({ saving: false, failure: undefined });
  return {
    ...state,
    save: (change) => {
      setState({ saving: true, failure: undefined });
      changeSettings(uid, change).then(onSaved, (thrown: unknown) =>
        setState({ saving: false, failure: errorText(thrown) })
      );
    },
  };
}
