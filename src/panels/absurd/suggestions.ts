import { VisualizationSuggestionScore, type VisualizationSuggestionsSupplier } from '@grafana/data';
import type { AbsurdOptions } from './options';
import { absurdFrameOf } from './readFrames';

/** Offers the panel for what it can draw, and for nothing else; the small preview shows verdict and calibration. */
export const suggest: VisualizationSuggestionsSupplier<AbsurdOptions> = ({ rawFrames }) =>
  rawFrames?.some((frame) => frame.length > 0 && absurdFrameOf(frame) !== undefined)
    ? [
        {
          name: 'Absurd outputs',
          score: VisualizationSuggestionScore.Best,
          cardOptions: {
            previewModifier: (suggestion) => {
              suggestion.options = { ...suggestion.options, sections: ['verdict', 'reliability'] };
            },
          },
        },
      ]
    : [];
