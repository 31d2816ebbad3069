import { Gauge, Histogram, type Registry } from 'prom-client';

interface Known {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/**
 * One histogram metric whose label `feature` decides its buckets. A histogram of prom-client has the same buckets for all
 * its labels, and those that fit an amount do not fit an age: each feature is a histogram of its own here, and they are
 * exposed under one name. It is a gauge to the registry, because of that a registry asks nothing but its values.
 */
export class FeatureHistograms extends Gauge {
  private readonly byFeature = new Map<string, Histogram>();

  constructor(
    private readonly known: Known,
    registry: Registry
  ) {
    super({ ...known, labelNames: [...known.labelNames, 'feature'], registers: [registry] });
  }

  observeFeature(
    feature: string,
    bounds: readonly number[],
    labels: Readonly<Record<string, string>>,
    value: number
  ): void {
    let histogram = this.byFeature.get(feature);
    if (histogram === undefined) {
      const labelNames = [...this.known.labelNames, 'feature'];
      histogram = new Histogram({ ...this.known, labelNames, buckets: [...bounds], registers: [] });
      this.byFeature.set(feature, histogram);
    }
    histogram.observe({ ...labels, feature }, value);
  }

  override async get(): ReturnType<Gauge['get']> {
    const all = await Promise.all([...this.byFeature.values()].map((histogram) => histogram.get()));
    const [first = await super.get()] = all;
    return { ...first, values: all.flatMap(({ values }) => values) };
  }
}
