import { css } from '@emotion/css';

/** The style of words for those who listen: they take no room on the screen. */
export const spokenStyle = css({
  position: 'absolute',
  width: 1,
  height: 1,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
});
