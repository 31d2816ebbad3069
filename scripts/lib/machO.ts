/**
 * Code signatures of macOS executables, as far as a build without a Mac has to know them.
 *
 * Bun (1.4) signs what it compiles for Apple's own processors, and leaves Intel's with the signature of its bare runtime,
 * whose hashes no longer match: macOS kills such a process at its start. Intel Macs run a program without a signature,
 * so one that does not match is better taken off; Apple's processors insist on one.
 *
 * Layout: Apple's <mach-o/loader.h> and <Security/CSCommon.h>.
 */
import { createHash } from 'node:crypto';

const HEADER_BYTES = 32;
const LC_SEGMENT_64 = 0x19;
const LC_CODE_SIGNATURE = 0x1d;
const EMBEDDED_SIGNATURE = 0xfade0cc0;
const CODE_DIRECTORY_SLOT = 0;
const SHA256 = 2;

interface Command {
  readonly kind: number;
  readonly at: number;
  readonly size: number;
}

function commandsOf(file: Buffer): readonly Command[] {
  const commands: Command[] = [];
  let at = HEADER_BYTES;
  for (let left = file.readUInt32LE(16); left > 0; left--) {
    const size = file.readUInt32LE(at + 4);
    commands.push({ kind: file.readUInt32LE(at), at, size });
    at += size;
  }
  return commands;
}

function hashesMatch(file: Buffer, directory: number): boolean {
  const hashes = directory + file.readUInt32BE(directory + 16);
  const pages = file.readUInt32BE(directory + 28);
  const end = file.readUInt32BE(directory + 32);
  const hashBytes = file.readUInt8(directory + 36);
  if (file.readUInt8(directory + 37) !== SHA256) {
    return false;
  }
  const pageBytes = 2 ** file.readUInt8(directory + 39);
  for (let page = 0; page < pages; page++) {
    const bytes = file.subarray(page * pageBytes, Math.min((page + 1) * pageBytes, end));
    const hash = createHash('sha256').update(bytes).digest().subarray(0, hashBytes);
    if (!hash.equals(file.subarray(hashes + page * hashBytes, hashes + (page + 1) * hashBytes))) {
      return false;
    }
  }
  return true;
}

/** Whether the file carries a signature, and whether it is one of these very bytes. */
export function signatureOf(file: Buffer): 'none' | 'valid' | 'invalid' {
  const command = commandsOf(file).find(({ kind }) => kind === LC_CODE_SIGNATURE);
  if (command === undefined) {
    return 'none';
  }
  const start = file.readUInt32LE(command.at + 8);
  if (file.readUInt32BE(start) !== EMBEDDED_SIGNATURE) {
    return 'invalid';
  }
  for (let slot = 0; slot < file.readUInt32BE(start + 8); slot++) {
    const entry = start + 12 + 8 * slot;
    if (file.readUInt32BE(entry) === CODE_DIRECTORY_SLOT) {
      const directory = start + file.readUInt32BE(entry + 4);
      // What lies between the end of the hashed bytes and the signature would be code that nobody vouches for.
      return file.readUInt32BE(directory + 32) === start && hashesMatch(file, directory) ? 'valid' : 'invalid';
    }
  }
  return 'invalid';
}

/**
 * The same program without its signature: the load command, which is the last one, and the bytes at the end of the file
 * that it points at.
 *
 * @throws where the file is not laid out so; it is then better not touched.
 */
export function withoutSignature(file: Buffer): Buffer {
  const commands = commandsOf(file);
  const command = commands.at(-1);
  if (command?.kind !== LC_CODE_SIGNATURE) {
    throw new Error('the signature is not the last load command');
  }
  const start = file.readUInt32LE(command.at + 8);
  if (start + file.readUInt32LE(command.at + 12) !== file.length) {
    throw new Error('the signature is not at the end of the file');
  }
  const holder = commands.find(({ kind, at }) => {
    const from = kind === LC_SEGMENT_64 ? Number(file.readBigUInt64LE(at + 40)) : Infinity;
    return from <= start && kind === LC_SEGMENT_64 && from + Number(file.readBigUInt64LE(at + 48)) === file.length;
  });
  if (holder === undefined) {
    throw new Error('no segment ends with the signature');
  }
  const bare = Buffer.from(file.subarray(0, start));
  bare.fill(0, command.at, command.at + command.size);
  bare.writeUInt32LE(file.readUInt32LE(16) - 1, 16);
  bare.writeUInt32LE(file.readUInt32LE(20) - command.size, 20);
  bare.writeBigUInt64LE(BigInt(start) - file.readBigUInt64LE(holder.at + 40), holder.at + 48);
  return bare;
}
