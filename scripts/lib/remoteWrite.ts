import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { ExponentialHistogram, NativeBucket } from '../../src/engine';

/** A series of native histograms as an exporter has them: counters, with the instant of each in milliseconds. */
export interface NativeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: ReadonlyArray<readonly [ms: number, histogram: ExponentialHistogram]>;
}

const label = (name: string, value: string): Uint8Array =>
  new BinaryWriter().uint32(tag(1, 2)).string(name).uint32(tag(2, 2)).string(value).finish();

function tag(field: number, wireType: 0 | 1 | 2): number {
  return (field << 3) | wireType;
}

/** Runs of buckets that follow one another, as offset from the end of the run before (the first from 0) and length. */
function spansOf(buckets: readonly NativeBucket[]): ReadonlyArray<readonly [offset: number, length: number]> {
  const spans: Array<[number, number]> = [];
  let next = 0;
  for (const [index] of buckets) {
    const last = spans[spans.length - 1];
    if (last !== undefined && index === next) {
      last[1] += 1;
    } else {
      spans.push([index - next, 1]);
    }
    next = index + 1;
  }
  return spans;
}

function side(writer: BinaryWriter, buckets: readonly NativeBucket[], spanField: number, deltaField: number): void {
  for (const [offset, length] of spansOf(buckets)) {
    const span = new BinaryWriter().uint32(tag(1, 0)).sint32(offset).uint32(tag(2, 0)).uint32(length).finish();
    writer.uint32(tag(spanField, 2)).bytes(span);
  }
  let before = 0;
  const deltas = new BinaryWriter();
  for (const [, count] of buckets) {
    deltas.sint64(count - before);
    before = count;
  }
  writer.uint32(tag(deltaField, 2)).bytes(deltas.finish());
}

/** `prometheus.Histogram` of Prometheus' remote.proto, with whole counts. */
function histogram(ms: number, native: ExponentialHistogram): Uint8Array {
  const writer = new BinaryWriter()
    .uint32(tag(1, 0))
    .uint64(native.count)
    .uint32(tag(3, 1))
    .double(0)
    .uint32(tag(4, 0))
    .sint32(native.schema)
    .uint32(tag(5, 1))
    .double(native.zeroThreshold)
    .uint32(tag(6, 0))
    .uint64(native.zeroCount);
  side(writer, native.negative, 8, 9);
  side(writer, native.positive, 11, 12);
  return writer.uint32(tag(15, 0)).int64(ms).finish();
}

function timeSeries({ labels, points }: NativeSeries): Uint8Array {
  const writer = new BinaryWriter();
  for (const name of Object.keys(labels).sort()) {
    writer.uint32(tag(1, 2)).bytes(label(name, labels[name] ?? ''));
  }
  for (const [ms, native] of points) {
    writer.uint32(tag(4, 2)).bytes(histogram(ms, native));
  }
  return writer.finish();
}

/** A snappy block that holds its content as it is: one literal. */
function snappy(content: Uint8Array): Buffer<ArrayBuffer> {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length - 1);
  return Buffer.concat([new BinaryWriter().uint32(content.length).finish(), Uint8Array.of(63 << 2), length, content]);
}

/**
 * Hands native histograms to a Prometheus that takes remote writes (`--web.enable-remote-write-receiver`,
 * `--enable-feature=native-histograms`): text formats cannot hold them. The first point of the first series must be the
 * earliest of all, or Prometheus takes it for too old.
 */
export async function remoteWrite(url: string, series: readonly NativeSeries[]): Promise<void> {
  const writer = new BinaryWriter();
  for (const one of series) {
    writer.uint32(tag(1, 2)).bytes(timeSeries(one));
  }
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: snappy(writer.finish()),
  });
  if (!response.ok) {
    throw new Error(`Prometheus refuses the write: ${response.status} ${await response.text()}`);
  }
}
