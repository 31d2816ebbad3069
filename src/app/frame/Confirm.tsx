import { useEffect, useState } from 'react';
import { ConfirmModal, type ConfirmModalProps } from '@grafana/ui';

/**
 * Grafana's question before something is done that cannot be undone. Its button takes the focus before the dialog has kept
 * where that was: without this, a person at the keyboard would begin at the top of the page again.
 */
export function Confirm(props: Omit<ConfirmModalProps, 'isOpen'>) {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // After the dialog has given the focus to nobody.
      requestAnimationFrame(() => {
        if (opener instanceof HTMLElement && opener.isConnected) {
          opener.focus();
        }
      });
    },
    [opener]
  );
  return <ConfirmModal {...props} isOpen />;
}
