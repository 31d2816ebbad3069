import {
  align,
  alignNative,
  answered,
  coarsen,
  freezeBins,
  fromNativeHistogram,
  fromSamples,
  noAnswer,
  rebin,
  rebinNative,
  type AlignedPair,
  type Answer,
  type BinningStrategy,
  type Histogram,
  type NativeHistogram,
  type NumericHistogram,
  type Repair,
} from '../../engine';
import type { Observation, RawValues } from '../upstream/upstream';

/** How raw samples are binned where the query does not say. */
const DEFAULT_SAMPLE_BINNING: BinningStrategy = { strategy: 'quantile', bins: 10 };

/**
 * A native histogram has a hundred thin buckets and more, most of them nearly empty, of which PSI sees noise: where the
 * query names no bins, its buckets are merged in pairs, as its schema has them, until no more than these are populated.
 */
const NATIVE_BUCKETS = { mostBuckets: 20 };

/** Puts a current observation on the bins that were frozen on the reference. */
export type Pairing = (current: Observation | undefined) => Answer<AlignedPair>;

/** The same bins, with nothing in them, nor missing from them: what a side that saw nothing looks like. */
function emptied<H extends Histogram>(histogram: H): H {
  return {
    ...histogram,
    counts: histogram.counts.map(() => 0),
    ...(histogram.missing === undefined ? {} : { missing: 0 }),
  };
}

function withRepairs<T>(answer: Answer<T>, before: readonly Repair[]): Answer<T> {
  return answer.ok && before.length > 0 ? answered(answer.value, [...before, ...answer.repairs]) : answer;
}

function unusable(side: 'reference' | 'current', message: string): Answer<never> {
  return noAnswer('no_buckets', `${side === 'reference' ? 'Reference' : 'Current window'}: ${message}`);
}

/** Whether the histogram itself has a bound at every edge. */
function hasBounds(histogram: NumericHistogram, edges: readonly number[]): boolean {
  const own = new Set(histogram.edges);
  return edges.every((edge) => own.has(edge));
}

type Native = Extract<Observation, { readonly kind: 'native' }>;

/** What becomes of the two sides once the reference is known: its histogram, and how a current one is brought onto it. */
interface Frozen {
  readonly reference: Histogram;
  /** Of samples: counts them on the frozen edges. Of a histogram: brings it to other edges where the query wants them. */
  readonly edges?: readonly number[];
  /** The current histogram has to be cut at these edges too, even where it lacks them. */
  readonly cutCurrent: boolean;
  /** What the reference was made of, where it keeps its own buckets: a classic histogram meets it on its own bounds. */
  readonly native?: NativeHistogram;
}

function freezeHistogram(histogram: Histogram, binning: BinningStrategy | undefined): Answer<Frozen> {
  if (histogram.kind === 'categorical' || binning === undefined || binning.strategy === 'buckets') {
    return answered({ reference: histogram, cutCurrent: false });
  }
  const edges = freezeBins(binning, histogram);
  if (!edges.ok) {
    return edges;
  }
  const own = hasBounds(histogram, edges.value);
  const reference = own ? coarsen(histogram, edges.value) : rebin(histogram, edges.value);
  return reference.ok
    ? answered({ reference: reference.value, edges: edges.value, cutCurrent: !own }, [
        ...edges.repairs,
        ...reference.repairs,
      ])
    : reference;
}

function freezeNative({ native, sketched }: Native, asked: BinningStrategy | undefined): Answer<Frozen> {
  // Raw values are binned alike, whether all of them could be held or not.
  const binning = asked ?? (sketched === undefined ? undefined : DEFAULT_SAMPLE_BINNING);
  if (binning?.strategy === 'custom') {
    const edges = freezeBins(binning, []);
    if (!edges.ok) {
      return edges;
    }
    const reference = rebinNative(native, edges.value);
    return reference.ok
      ? answered({ reference: reference.value, edges: edges.value, cutCurrent: true }, reference.repairs)
      : reference;
  }
  const histogram = fromNativeHistogram(native, binning === undefined ? NATIVE_BUCKETS : {});
  if (!histogram.ok) {
    return histogram;
  }
  const frozen = withRepairs(freezeHistogram(histogram.value, binning), histogram.repairs);
  return frozen.ok && frozen.value.edges === undefined ? answered({ ...frozen.value, native }, frozen.repairs) : frozen;
}

function freezeSamples(values: RawValues, binning: BinningStrategy | undefined): Answer<Frozen> {
  const edges = freezeBins(binning ?? DEFAULT_SAMPLE_BINNING, values);
  if (!edges.ok) {
    return edges;
  }
  const reference = fromSamples(values, edges.value);
  return reference.ok
    ? answered({ reference: reference.value, edges: edges.value, cutCurrent: true }, edges.repairs)
    : reference;
}

function pairWith(current: Exclude<Observation, { kind: 'unusable' }>, frozen: Frozen): Answer<AlignedPair> {
  const { reference, edges, cutCurrent, native } = frozen;
  const onto = (histogram: Answer<Histogram>): Answer<AlignedPair> =>
    histogram.ok ? withRepairs(align<Histogram>(reference, histogram.value), histogram.repairs) : histogram;
  if (current.kind === 'histogram') {
    const { histogram, repairs } = current;
    if (histogram.kind === 'numeric' && native !== undefined) {
      return withRepairs(alignNative(native, histogram), repairs);
    }
    const cut = cutCurrent && edges !== undefined && histogram.kind === 'numeric';
    return withRepairs(onto(cut ? rebin(histogram, edges) : answered(histogram)), repairs);
  }
  if (reference.kind === 'categorical') {
    const what = current.kind === 'samples' ? 'raw numbers' : 'a native histogram';
    return noAnswer(
      'kind_mismatch',
      `The reference counts categories and the current side is ${what}: compare like with like.`
    );
  }
  if (current.kind === 'samples') {
    return onto(fromSamples(current.values, edges ?? reference.edges));
  }
  if (edges !== undefined) {
    return withRepairs(
      onto(rebinNative(current.native, edges)),
      current.sketched === undefined ? [] : [current.sketched]
    );
  }
  // Of custom bounds only those of populated buckets are known: both sides are needed to tell which are shared.
  return alignNative(native?.kind === 'custom' ? native : reference, current.native);
}

function freeze(
  reference: Exclude<Observation, { kind: 'unusable' }>,
  binning: BinningStrategy | undefined
): Answer<Frozen> {
  switch (reference.kind) {
    case 'samples':
      return freezeSamples(reference.values, binning);
    case 'native':
      return withRepairs(
        freezeNative(reference, binning),
        reference.sketched === undefined ? [] : [reference.sketched]
      );
    case 'histogram':
      return withRepairs(freezeHistogram(reference.histogram, binning), reference.repairs);
  }
}

/** With nothing to compare with there are no bins to freeze, but what is there now can still be shown. */
const withoutReference: Pairing = (current) => {
  if (current === undefined) {
    return noAnswer(
      'empty_current',
      'Nothing was seen of this feature, neither now nor in the reference: check its name.'
    );
  }
  switch (current.kind) {
    case 'unusable':
      return unusable('current', current.message);
    case 'samples':
      return noAnswer('empty_reference', 'The reference holds no sample of this feature: choose another reference.');
    case 'histogram':
      return withRepairs(align(emptied(current.histogram), current.histogram), current.repairs);
    case 'native': {
      const histogram = fromNativeHistogram(current.native, NATIVE_BUCKETS);
      return histogram.ok
        ? withRepairs(align(emptied(histogram.value), histogram.value), histogram.repairs)
        : histogram;
    }
  }
};

/**
 * Freezes bins on a reference, once, and answers what pairs any number of current observations with it.
 *
 * Histograms keep their own buckets unless the query asks for other bins, a native one its buckets in a schema that
 * populates 20 at most; raw samples get ten quantile bins.
 */
export function freezeOn(reference: Observation | undefined, binning?: BinningStrategy): Pairing {
  if (reference === undefined) {
    return withoutReference;
  }
  if (reference.kind === 'unusable') {
    const fault = unusable('reference', reference.message);
    return () => fault;
  }
  const frozen = freeze(reference, binning);
  if (!frozen.ok) {
    return () => frozen;
  }
  const { value, repairs } = frozen;
  return (current) => {
    if (current === undefined) {
      return withRepairs(align(value.reference, emptied(value.reference)), repairs);
    }
    if (current.kind === 'unusable') {
      return unusable('current', current.message);
    }
    return withRepairs(pairWith(current, value), repairs);
  };
}
