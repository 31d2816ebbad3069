import { findOnPath, program } from './skip';

describe('what a machine has is found out without starting anything', () => {
  it('finds a program that every machine running these tests has', () => {
    expect(findOnPath('node')).toMatch(/\/node$/);
    expect(program('Node', 'node', '').present).toBe(true);
  });

  it('does not find a program that nobody has', () => {
    expect(findOnPath('no-such-program-anywhere')).toBeUndefined();
    expect(program('Nothing', 'no-such-program-anywhere', '').present).toBe(false);
  });
});
