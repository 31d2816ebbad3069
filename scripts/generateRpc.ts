/**
 * Writes `src/backend/rpc/generated` anew from the protocol's definitions in `src/backend/rpc/proto`.
 *
 *     npm run generate:rpc
 *
 * It needs npm packages alone: buf compiles the definitions, ts-proto writes the TypeScript. Run it after a new version
 * of `backend.proto` was taken from Grafana's plugin SDK; the result is committed, so that a build never needs it.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const rpc = path.join(root, 'src/backend/rpc');
const bin = (name: string): string => path.join(root, 'node_modules/.bin', name);

const template = {
  version: 'v2',
  plugins: [
    {
      local: bin('protoc-gen-ts_proto'),
      out: path.join(rpc, 'generated'),
      opt: [
        'env=node',
        'esModuleInterop=true',
        // Milliseconds and ids: far below 2^53, and a larger one throws instead of losing digits.
        'forceLong=number',
        'outputServices=grpc-js',
        'outputJsonMethods=false',
        // Messages are then complete objects: a field that was not sent has its default, as proto3 means it.
        'useOptionals=none',
      ],
    },
  ],
};

rmSync(path.join(rpc, 'generated'), { recursive: true, force: true });
const { status } = spawnSync(
  bin('buf'),
  ['generate', path.join(rpc, 'proto'), '--template', JSON.stringify(template)],
  { cwd: root, stdio: 'inherit' }
);
process.exit(status ?? 1);
