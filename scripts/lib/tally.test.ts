import { add, describeTally, isSuccess, NOTHING, tallyOfJest } from './tally';

const tallyOf = (numbers: Record<string, number>) =>
  tallyOfJest(
    JSON.stringify({
      numPassedTests: 0,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      numRuntimeErrorTestSuites: 0,
      ...numbers,
    })
  );

describe('the numbers of a test run', () => {
  it('counts a file that could not be run as a failure', () => {
    expect(tallyOf({ numPassedTests: 4, numRuntimeErrorTestSuites: 2 })).toEqual({ passed: 4, failed: 2, skipped: 0 });
  });

  it('counts planned tests as skipped', () => {
    expect(tallyOf({ numPassedTests: 1, numPendingTests: 3, numTodoTests: 2 }).skipped).toBe(5);
  });

  it('adds up and ends in the line that other programs read', () => {
    const sum = add({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 });
    expect(describeTally(sum)).toBe('11 passed, 22 failed, 33 skipped');
  });

  it('is a success only where something passed and nothing failed', () => {
    expect(isSuccess({ passed: 1, failed: 0, skipped: 9 })).toBe(true);
    expect(isSuccess({ passed: 9, failed: 1, skipped: 0 })).toBe(false);
    expect(isSuccess({ passed: 0, failed: 0, skipped: 9 })).toBe(false);
    expect(isSuccess(NOTHING)).toBe(false);
  });
});
