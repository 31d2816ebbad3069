import { describeError } from './describeError';

describe('describeError', () => {
  it("tells the backend's own words, which say what to change", () => {
    const message = 'Prometheus at http://prometheus:9090 does not answer: check the URL.';
    expect(describeError({ status: 502, statusText: 'Bad Gateway', data: { message, code: 'x' } })).toBe(message);
  });

  it('names the status where the answer has no words', () => {
    expect(describeError({ status: 504, statusText: 'Gateway Timeout', data: '<html>' })).toMatch(
      /^Grafana answered 504 Gateway Timeout\./
    );
    expect(describeError({ status: 500, data: {} })).toMatch(/^Grafana answered 500\./);
  });

  it('tells what an ordinary error says, and never nothing', () => {
    expect(describeError(new Error('Choose a model.'))).toBe('Choose a model.');
    expect(describeError(undefined)).toMatch(/nothing says why/);
    expect(describeError({ message: '' })).toMatch(/nothing says why/);
  });
});
