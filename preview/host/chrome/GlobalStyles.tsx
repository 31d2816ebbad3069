import { Global, css } from '@emotion/react';
import type { GrafanaTheme2 } from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import inter from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';
import interExtended from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2';
import robotoMono from '@fontsource-variable/roboto-mono/files/roboto-mono-latin-wght-normal.woff2';

/**
 * Grafana's own global styles are not published. These are the few that its components count on: the box model,
 * the colours and type of the body, bare buttons and lists, and headings without browser margins.
 */
const styles = (theme: GrafanaTheme2) => css`
  @font-face {
    font-family: 'Inter';
    font-display: swap;
    font-weight: 100 900;
    src: url(${interExtended}) format('woff2');
  }
  @font-face {
    font-family: 'Inter';
    font-display: swap;
    font-weight: 100 900;
    src: url(${inter}) format('woff2');
    unicode-range:
      U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191,
      U+2193, U+2212, U+2215, U+FEFF, U+FFFD;
  }
  @font-face {
    font-family: 'Roboto Mono';
    font-display: swap;
    font-weight: 100 700;
    src: url(${robotoMono}) format('woff2');
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  html {
    box-sizing: border-box;
    font-size: ${theme.typography.htmlFontSize}px;
    color-scheme: ${theme.colors.mode};
    scrollbar-color: ${theme.colors.action.focus} transparent;
    scrollbar-width: thin;
  }
  body {
    margin: 0;
    height: 100vh;
    color: ${theme.colors.text.primary};
    background: ${theme.colors.background.canvas};
    font-family: ${theme.typography.fontFamily};
    font-size: ${theme.typography.body.fontSize};
    line-height: ${theme.typography.body.lineHeight};
    letter-spacing: ${theme.typography.body.letterSpacing};
    -webkit-font-smoothing: antialiased;
  }
  #root {
    height: 100%;
  }
  button,
  input,
  select,
  textarea {
    font: inherit;
    letter-spacing: inherit;
    color: inherit;
    margin: 0;
  }
  button {
    cursor: pointer;
    -webkit-appearance: button;
    background: transparent;
    border: 0;
  }
  h1,
  h2,
  h3,
  h4,
  h5,
  h6 {
    margin: 0 0 ${theme.spacing(0.5)};
    font-weight: ${theme.typography.fontWeightMedium};
    line-height: 1.2;
  }
  p {
    margin: 0 0 ${theme.spacing(2)};
  }
  ul,
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  table {
    border-collapse: collapse;
    border-spacing: 0;
  }
  th {
    text-align: left;
  }
  a {
    color: inherit;
    text-decoration: none;
    cursor: pointer;
  }
  /* As Grafana's own: headers of its tables unset all that a button has, and count on this. */
  a:focus-visible,
  button:focus-visible {
    outline: 2px dotted transparent;
    outline-offset: 2px;
    box-shadow:
      0 0 0 2px ${theme.colors.background.canvas},
      0 0 0 4px ${theme.colors.primary.main};
  }
  label {
    display: inline-block;
  }
  fieldset {
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  svg,
  img {
    vertical-align: middle;
  }
  code,
  pre,
  kbd {
    font-family: ${theme.typography.fontFamilyMonospace};
    font-size: ${theme.typography.bodySmall.fontSize};
    background: ${theme.colors.background.secondary};
    border-radius: ${theme.shape.radius.default};
    padding: 1px 4px;
  }
  pre {
    padding: ${theme.spacing(1)};
    margin: 0;
    white-space: pre-wrap;
    word-break: break-word;
  }
  .markdown-html ul {
    list-style: disc;
    padding-left: ${theme.spacing(2.5)};
    margin-bottom: ${theme.spacing(1)};
  }
  .markdown-html th,
  .markdown-html td {
    padding: ${theme.spacing(0.5, 2, 0.5, 0)};
    vertical-align: top;
  }
  .markdown-html table {
    margin-bottom: ${theme.spacing(1.5)};
  }
  .markdown-html a,
  .external-link {
    color: ${theme.colors.text.link};
  }
  .uplot,
  .uplot *,
  .uplot *::before,
  .uplot *::after {
    box-sizing: border-box;
  }
  .uplot {
    line-height: 1.5;
    width: min-content;
  }
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under {
    position: absolute;
  }
  .u-under {
    overflow: hidden;
  }
  .uplot canvas {
    display: block;
    position: relative;
    width: 100%;
    height: 100%;
  }
  .u-axis {
    position: absolute;
  }
  .u-select {
    background: ${theme.isDark ? 'rgba(255, 255, 255, 0.07)' : 'rgba(0, 0, 0, 0.07)'};
    position: absolute;
    pointer-events: none;
  }
  .u-cursor-x,
  .u-cursor-y {
    position: absolute;
    left: 0;
    top: 0;
    pointer-events: none;
    will-change: transform;
  }
  .u-hz .u-cursor-x {
    height: 100%;
    border-right: 1px dashed ${theme.isDark ? '#607d8b' : '#8397a1'};
  }
  .u-hz .u-cursor-y {
    width: 100%;
    border-bottom: 1px dashed ${theme.isDark ? '#607d8b' : '#8397a1'};
  }
  .u-cursor-pt {
    position: absolute;
    top: 0;
    left: 0;
    border-radius: 50%;
    border: 0 solid;
    pointer-events: none;
    will-change: transform;
    background-clip: padding-box !important;
  }
  .u-off {
    display: none;
  }
`;

export function GlobalStyles() {
  const theme: GrafanaTheme2 = useTheme2();
  return <Global styles={styles(theme)} />;
}
