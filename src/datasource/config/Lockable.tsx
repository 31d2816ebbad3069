import { css } from '@emotion/css';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

const getStyles = () => css({ border: 0, margin: 0, padding: 0, minWidth: 0 });

/** Fields that a provisioned data source shows and does not let anybody change. */
export function Lockable({ locked, children }: { readonly locked: boolean; readonly children: ReactNode }) {
  return (
    <fieldset disabled={locked} className={useStyles2(getStyles)}>
      {children}
    </fieldset>
  );
}
