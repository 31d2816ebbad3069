/**
 * Grafana derives the colours of its theme from a schema with `Required<...>`, which under `exactOptionalPropertyTypes`
 * leaves `| undefined` on each of them: `theme.colors.text` would have to be asked for everywhere, and
 * `<Text color="secondary">` would not compile. At run time they are always there; this says so.
 */
import type {} from '@grafana/data';

type Colours<Name extends string> = Record<Name, string>;

declare module '../../node_modules/@grafana/data/dist/types/themes/createColors' {
  interface ThemeColors {
    text: Colours<'primary' | 'secondary' | 'disabled' | 'link' | 'maxContrast'>;
    background: Colours<'canvas' | 'primary' | 'secondary' | 'elevated'>;
    border: Colours<'weak' | 'medium' | 'strong'>;
    gradients: Colours<'brandVertical' | 'brandHorizontal'>;
    action: Colours<'selected' | 'selectedBorder' | 'hover' | 'focus' | 'disabledBackground' | 'disabledText'> &
      Record<'hoverOpacity' | 'disabledOpacity', number>;
    hoverFactor: number;
    contrastThreshold: number;
    tonalOffset: number;
  }
}
