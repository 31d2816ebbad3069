/** The languages in which a service may be instrumented. */
export const LANGUAGES = ['python', 'typescript', 'go'] as const;
export type Language = (typeof LANGUAGES)[number];

export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  python: 'Python',
  typescript: 'TypeScript',
  go: 'Go',
};

/** Bounds of the buckets of one feature. */
export interface FeatureBins {
  readonly name: string;
  readonly edges: readonly number[];
}

/** Where no reference is chosen: bounds that show a number of any size, until better ones are known. */
export const USUAL_BINS: readonly FeatureBins[] = [
  { name: 'amount', edges: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
];

const list = (edges: readonly number[]): string => edges.map(String).join(', ');
const quoted = (text: string): string => JSON.stringify(text);

function python(model: string, bins: readonly FeatureBins[]): string {
  return `# pip install prometheus-client
from prometheus_client import Counter, Histogram, start_http_server

# Each feature has the bounds of its reference: then both meet bin by bin.
BOUNDS = {
${bins.map(({ name, edges }) => `    ${quoted(name)}: [${list(edges)}],`).join('\n')}
}
ALL_BOUNDS = sorted({bound for bounds in BOUNDS.values() for bound in bounds})
LABELS = ["model", "version", "role"]
feature = Histogram("model_feature", "Values of a feature", LABELS + ["feature"], buckets=ALL_BOUNDS)
category = Counter("model_feature_category_total", "Categories of a feature", LABELS + ["feature", "category"])
missing = Counter("model_feature_missing_total", "Missing values", LABELS + ["feature"])
predictions = Counter("model_predictions_total", "Predictions", LABELS + ["prediction"])


def observe(features, prediction, version, role="live"):
    own = {"model": ${quoted(model)}, "version": version, "role": role}
    for name, value in features.items():
        if value is None:
            missing.labels(**own, feature=name).inc()
        elif isinstance(value, str):
            category.labels(**own, feature=name, category=value).inc()
        else:
            feature.labels(**own, feature=name).observe(value)
    predictions.labels(**own, prediction=str(prediction)).inc()


start_http_server(9464)  # http://localhost:9464/metrics
`;
}

function typescript(model: string, bins: readonly FeatureBins[]): string {
  return `// npm install prom-client
import { createServer } from 'node:http';
import { Counter, Histogram, register } from 'prom-client';

// Each feature has the bounds of its reference: then both meet bin by bin.
const BOUNDS: Record<string, number[]> = {
${bins.map(({ name, edges }) => `  ${quoted(name)}: [${list(edges)}],`).join('\n')}
};
const buckets = [...new Set(Object.values(BOUNDS).flat())].sort((a, b) => a - b);
const own = ['model', 'version', 'role'];
const feature = new Histogram({ name: 'model_feature', help: 'Values of a feature', labelNames: [...own, 'feature'], buckets });
const category = new Counter({ name: 'model_feature_category_total', help: 'Categories of a feature', labelNames: [...own, 'feature', 'category'] });
const missing = new Counter({ name: 'model_feature_missing_total', help: 'Missing values', labelNames: [...own, 'feature'] });
const predictions = new Counter({ name: 'model_predictions_total', help: 'Predictions', labelNames: [...own, 'prediction'] });

export function observe(features: Record<string, number | string | null>, prediction: string, version: string, role = 'live') {
  const labels = { model: ${quoted(model)}, version, role };
  for (const [name, value] of Object.entries(features)) {
    if (value === null) missing.inc({ ...labels, feature: name });
    else if (typeof value === 'string') category.inc({ ...labels, feature: name, category: value });
    else feature.observe({ ...labels, feature: name }, value);
  }
  predictions.inc({ ...labels, prediction });
}

createServer(async (_, response) => {
  response.setHeader('content-type', register.contentType);
  response.end(await register.metrics());
}).listen(9464); // http://localhost:9464/metrics
`;
}

function go(model: string, bins: readonly FeatureBins[]): string {
  return `// go get github.com/prometheus/client_golang
package monitoring

import (
	"sort"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// Each feature has the bounds of its reference: then both meet bin by bin.
var bounds = map[string][]float64{
${bins.map(({ name, edges }) => `\t${quoted(name)}: {${list(edges)}},`).join('\n')}
}

func allBounds() []float64 {
	seen := map[float64]bool{}
	for _, each := range bounds {
		for _, bound := range each {
			seen[bound] = true
		}
	}
	all := make([]float64, 0, len(seen))
	for bound := range seen {
		all = append(all, bound)
	}
	sort.Float64s(all)
	return all
}

var (
	feature = promauto.NewHistogramVec(prometheus.HistogramOpts{
		Name: "model_feature", Help: "Values of a feature", Buckets: allBounds(),
	}, []string{"model", "version", "role", "feature"})
	category = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "model_feature_category_total", Help: "Categories of a feature",
	}, []string{"model", "version", "role", "feature", "category"})
	predictions = promauto.NewCounterVec(prometheus.CounterOpts{
		Name: "model_predictions_total", Help: "Predictions",
	}, []string{"model", "version", "role", "prediction"})
)

func Observe(numbers map[string]float64, texts map[string]string, prediction, version, role string) {
	for name, value := range numbers {
		feature.WithLabelValues(${quoted(model)}, version, role, name).Observe(value)
	}
	for name, value := range texts {
		category.WithLabelValues(${quoted(model)}, version, role, name, value).Inc()
	}
	predictions.WithLabelValues(${quoted(model)}, version, role, prediction).Inc()
}
`;
}

const WRITE: Readonly<Record<Language, (model: string, bins: readonly FeatureBins[]) => string>> = {
  python,
  typescript,
  go,
};

/** A service's metrics in the names of the telemetry contract, with the bounds of a reference. */
export function snippetOf(language: Language, model: string, bins: readonly FeatureBins[]): string {
  return WRITE[language](model, bins.length === 0 ? USUAL_BINS : bins);
}
