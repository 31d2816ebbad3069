import { VisualizationSuggestionScore, type VisualizationSuggestionsSupplier } from '@grafana/data';
import type { ShadowOptions } from './options';
import { shadowFrameOf } from './readFrames';

/** Offers the panel for what it can draw, and for nothing else; the small preview shows the verdict. */
export const suggest: VisualizationSuggestionsSupplier<ShadowOptions> = ({ rawFrames }) =>
  rawFrames?.some((frame) => frame.length > 0 && shadowFrameOf(frame) !== undefined)
    ? [
        {
          name: 'Shadow against live',
          score: VisualizationSuggestionScore.Best,
          cardOptions: {
            previewModifier: (suggestion) => {
              suggestion.options = { ...suggestion.options, sections: ['verdict', 'agreement'] };
            },
          },
        },
      ]
    : [];
