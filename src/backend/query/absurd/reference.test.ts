import { REFERENCE_MIDDLE, right, tableOf, wrong } from './testing/ask';

describe('calibration', () => {
  it('tells accuracy by bucket, the confident ones as one, with what was expected', async () => {
    const before = { time: REFERENCE_MIDDLE };
    const { rows } = await tableOf(
      [
        ...right(95, before),
        ...wrong(5, before),
        ...right(3, { confidence: 0.55 }),
        ...wrong(1, { confidence: 0.6 }),
        ...right(8),
        ...wrong(2, { confidence: 0.95 }),
      ],
      'calibration'
    );
    expect(rows).toMatchObject([
      { lower: 0.5, upper: 0.6, count: 4, mean_confidence: expect.closeTo(0.5625, 9), accuracy: 0.75, is_confident: 0 },
      {
        lower: 0.95,
        upper: 1,
        count: 10,
        mean_confidence: expect.closeTo(0.974, 9),
        accuracy: 0.8,
        expected_accuracy: expect.closeTo(0.95, 9),
        reference_count: 100,
        reference_accuracy: 0.95,
        is_confident: 1,
      },
    ]);
  });
});
