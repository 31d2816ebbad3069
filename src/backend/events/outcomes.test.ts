import { sameOutcome } from './outcomes';

describe('a label says the same as a prediction', () => {
  it.each([
    ['fraud', 'fraud'],
    [1, 1],
    [1, '1'],
    ['0', 0],
    [0.5, '0.50'],
    [-0, '0'],
  ])('%p and %p', (prediction, label) => {
    expect(sameOutcome(prediction, label)).toBe(true);
  });

  it.each([
    ['fraud', 'fine'],
    ['fraud', 'Fraud'],
    [1, 0],
    [0, ''],
    [0, ' '],
    ['007', '7'],
    ['NaN', 0],
    ['true', 1],
  ])('%p and %p do not', (prediction, label) => {
    expect(sameOutcome(prediction, label)).toBe(false);
  });
});
