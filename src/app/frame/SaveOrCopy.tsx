import type { DataSourceInstanceSettings } from '@grafana/data';
import { Alert, Button, Modal } from '@grafana/ui';
import type { Settings } from '../../model/settings';
import { useSave } from '../ask/useSave';
import { t } from '../t';
import { CopyText } from './CopyText';
import { canChange } from './permissions';

interface Props {
  readonly source: DataSourceInstanceSettings;
  /** What the button says, and the title of a failure. */
  readonly words: { readonly save: string; readonly failed: string };
  readonly disabled: boolean;
  readonly change: (before: Settings) => Settings;
  /** For who may not change the settings: what to put where. */
  readonly copies: ReadonlyArray<{ readonly label: string; readonly text: string }>;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** The end of a form that adds to the settings of a data source: it is saved, or, where that may not be, copied. */
export function SaveOrCopy({ source, words, disabled, change, copies, onClose, onSaved }: Props) {
  const { saving, failure, save } = useSave(source.uid, onSaved);
  if (!canChange(source)) {
    return (
      <>
        {copies.map(({ label, text }) => (
          <CopyText key={label} label={label} text={text} />
        ))}
      </>
    );
  }
  return (
    <>
      {failure !== undefined && (
        <Alert severity="error" title={words.failed}>
          {failure}
        </Alert>
      )}
      <Modal.ButtonRow>
        <Button variant="secondary" fill="outline" onClick={onClose}>
          {t('frame.cancel', 'Cancel')}
        </Button>
        <Button disabled={saving || disabled} onClick={() => save(change)}>
          {words.save}
        </Button>
      </Modal.ButtonRow>
    </>
  );
}
