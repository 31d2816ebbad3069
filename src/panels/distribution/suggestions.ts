import { VisualizationSuggestionScore, type VisualizationSuggestionsSupplier } from '@grafana/data';
import type { DistributionOptions } from './options';
import { t } from '../shared/translate';
import { isDistributionFrame } from './readFrames';

/** Offers the panel for what it can draw, and for nothing else; the small preview shows the worst feature. */
export const suggest: VisualizationSuggestionsSupplier<DistributionOptions> = ({ rawFrames }) =>
  rawFrames?.some((frame) => frame.length > 0 && isDistributionFrame(frame))
    ? [
        {
          name: t('suggestion.name', 'Reference and current'),
          score: VisualizationSuggestionScore.Best,
          cardOptions: {
            previewModifier: (suggestion) => {
              suggestion.options = { ...suggestion.options, limit: 1, showControls: false };
            },
          },
        },
      ]
    : [];
