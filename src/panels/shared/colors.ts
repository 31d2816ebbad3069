import { colorManipulator, type GrafanaTheme2 } from '@grafana/data';
import type { Verdict } from '../../engine';

/** Grey against blue: told apart without colour vision, and free of the colours that mean a verdict. */
export function chartColors(theme: GrafanaTheme2) {
  return {
    reference: theme.isDark ? 'rgb(135, 138, 150)' : 'rgb(150, 152, 160)',
    current: theme.visualization.getColorByName('blue'),
    grid: theme.colors.border.weak,
    axis: theme.colors.border.medium,
    text: theme.colors.text.secondary,
    strong: theme.colors.text.primary,
    hover: theme.colors.action.hover,
  };
}
export type ChartColors = ReturnType<typeof chartColors>;

/** What marks a cause has the colour of the verdict it causes. */
export function markColors(theme: GrafanaTheme2, verdict: Verdict | null): { mark: string; band: string } {
  const tone = verdict === 'drift' ? theme.colors.error : theme.colors.warning;
  return { mark: tone.text, band: colorManipulator.alpha(tone.main, 0.09) };
}
