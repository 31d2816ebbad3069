/**
 * Whether a line of the console of the tests' Grafana is none of ours: it looks for updates and catalogues outside, which a
 * machine without the internet has not; and one of its data sources has a Prometheus alone, which tells neither versions nor
 * performance, so that the fleet is refused an answer and shows why in its place.
 */
export const isOutside = (line: string): boolean =>
  /status of 502|plugins from catalog|"queryType":"(models|performance)".*"uid":"tidemark-prometheus"/.test(line) ||
  // How a machine says that it has no internet differs from one to the next, and from one moment to the next.
  /^Failed to load resource: .*: https?:\/\/(?!127\.0\.0\.1[:/])/.test(line);
