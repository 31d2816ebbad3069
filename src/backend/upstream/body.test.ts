import { Bodies } from './body';

function taken(bodies: Bodies, ...chunks: readonly string[]): string {
  const body = bodies.take();
  chunks.forEach((chunk) => body.add(Buffer.from(chunk)));
  const text = body.bytes(Infinity).toString();
  bodies.giveBack(body);
  return text;
}

describe('the bytes of an answer', () => {
  it('are those of its chunks one after the other, however many there are', () => {
    const chunks = Array.from({ length: 300 }, (_, i) => `${i} `.repeat(400));
    expect(taken(new Bodies(), ...chunks)).toBe(chunks.join(''));
  });

  it('hold nothing of the answer before, whose memory they take', () => {
    const bodies = new Bodies();
    expect(taken(bodies, 'a long answer')).toBe('a long answer');
    expect(taken(bodies, 'short')).toBe('short');
  });

  it('do not run into those of an answer that is read at the same time', () => {
    const bodies = new Bodies();
    const [first, second] = [bodies.take(), bodies.take()];
    first.add(Buffer.from('first'));
    second.add(Buffer.from('second'));
    expect([first.bytes(3).toString(), second.bytes(99).toString()]).toEqual(['fir', 'second']);
  });

  it('are let go of where there are many', () => {
    const bodies = new Bodies();
    const large = bodies.take();
    large.add(Buffer.alloc(5 * 1024 * 1024));
    bodies.giveBack(large);
    expect(bodies.take()).not.toBe(large);
  });
});
