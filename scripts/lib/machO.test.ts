import { createHash } from 'node:crypto';
import { signatureOf, withoutSignature } from './machO';

const PAGE = 4096;

/** The smallest program with a segment and a signature: two pages of code, the second one not full. */
function program(): Buffer {
  const code = Buffer.alloc(PAGE + 100, 7);
  code.writeUInt32LE(0xfeedfacf, 0);
  code.writeUInt32LE(2, 16);
  code.writeUInt32LE(72 + 16, 20);
  const segment = 32;
  code.fill(0, segment, segment + 88);
  code.writeUInt32LE(0x19, segment);
  code.writeUInt32LE(72, segment + 4);
  code.writeBigUInt64LE(0n, segment + 40);
  const command = segment + 72;
  code.writeUInt32LE(0x1d, command);
  code.writeUInt32LE(16, command + 4);
  code.writeUInt32LE(code.length, command + 8);

  const directory = Buffer.alloc(44 + 2 * 32);
  directory.writeUInt32BE(0xfade0c02, 0);
  directory.writeUInt32BE(directory.length, 4);
  directory.writeUInt32BE(44, 16);
  directory.writeUInt32BE(2, 28);
  directory.writeUInt32BE(code.length, 32);
  directory.writeUInt8(32, 36);
  directory.writeUInt8(2, 37);
  directory.writeUInt8(12, 39);
  const blob = Buffer.alloc(20);
  blob.writeUInt32BE(0xfade0cc0, 0);
  blob.writeUInt32BE(blob.length + directory.length, 4);
  blob.writeUInt32BE(1, 8);
  blob.writeUInt32BE(0, 12);
  blob.writeUInt32BE(20, 16);

  const size = blob.length + directory.length;
  code.writeUInt32LE(size, command + 12);
  code.writeBigUInt64LE(BigInt(code.length + size), segment + 48);
  [code.subarray(0, PAGE), code.subarray(PAGE)].forEach((page, i) =>
    createHash('sha256')
      .update(page)
      .digest()
      .copy(directory, 44 + 32 * i)
  );
  return Buffer.concat([code, blob, directory]);
}

describe('signatureOf', () => {
  it('takes a signature of these very bytes for valid', () => {
    expect(signatureOf(program())).toBe('valid');
  });

  it.each([200, PAGE + 50])('sees that the byte at %i was changed after it was signed', (place) => {
    const file = program();
    file.writeUInt8(8, place);
    expect(signatureOf(file)).toBe('invalid');
  });

  it('sees that bytes were added between the signed ones and the signature', () => {
    const file = program();
    const start = file.readUInt32LE(32 + 72 + 8);
    const grown = Buffer.concat([file.subarray(0, start), Buffer.alloc(10), file.subarray(start)]);
    grown.writeUInt32LE(start + 10, 32 + 72 + 8);
    expect(signatureOf(grown)).toBe('invalid');
  });
});

describe('withoutSignature', () => {
  it('leaves the code, one load command less, and a segment that ends with the file', () => {
    const file = program();
    const bare = withoutSignature(file);
    expect(signatureOf(bare)).toBe('none');
    expect([bare.readUInt32LE(16), bare.readUInt32LE(20), bare.length]).toEqual([1, 72, PAGE + 100]);
    expect(Number(bare.readBigUInt64LE(32 + 48))).toBe(bare.length);
    expect(bare.subarray(200).equals(file.subarray(200, bare.length))).toBe(true);
  });

  it('does not touch a file that is laid out in another way', () => {
    expect(() => withoutSignature(Buffer.concat([program(), Buffer.alloc(1)]))).toThrow('not at the end of the file');
    expect(() => withoutSignature(withoutSignature(program()))).toThrow('not the last load command');
  });
});
