import * as engine from '../index';
import { datasetScores } from './catalogue';
import { DATASET_SCORE_IDS, type DatasetScoreDefinition } from './definition';

describe('the catalogue of numbers about a whole model', () => {
  test.each(DATASET_SCORE_IDS.map((id) => [id, datasetScores[id] as DatasetScoreDefinition] as const))(
    '%s says what it is, and is computed by a function of the engine',
    (id, definition) => {
      expect(definition.id).toBe(id);
      const { label, explanation, formula, needs, notWhen, citation, thresholds, by } = definition;
      [label, explanation, formula, needs, notWhen, citation, thresholds.source].forEach((text) =>
        expect(text.length).toBeGreaterThan(5)
      );
      expect(thresholds.warning).toBeLessThanOrEqual(thresholds.drift);
      expect(typeof (engine as Record<string, unknown>)[by]).toBe('function');
    }
  );
});
