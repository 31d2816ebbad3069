import { css } from '@emotion/css';
import { RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { ComponentProps } from 'react';

/** One of a few, all in sight: Grafana's own, which goes on in a second line where the first is too short for it. */
export function RadioChoice<T extends string>(props: ComponentProps<typeof RadioButtonGroup<T>>) {
  const styles = useStyles2(getStyles);
  return <RadioButtonGroup {...props} className={styles.choice} />;
}

const getStyles = () => ({ choice: css({ flexWrap: 'wrap', maxWidth: '100%' }) });
