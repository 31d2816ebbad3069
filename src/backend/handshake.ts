/** Grafana's plugin protocol: the version of go-plugin's own handshake, then that of Grafana's services. */
const CORE_PROTOCOL = 1;
const GRAFANA_PROTOCOL = 2;

/** What Grafana puts into the environment of every backend plugin; a person who starts the file does not. */
const COOKIE = { key: 'grafana_plugin_type', value: 'datasource' } as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Why this process must not serve, in words for the person who started it; undefined where it may. */
export function refuseToServe(env: Environment): string | undefined {
  if (env[COOKIE.key] !== COOKIE.value) {
    return [
      'This is the backend of the Tidemark plugin for Grafana. Grafana starts it by itself; it does nothing when started by hand.',
      'To use it, put the plugin into the plugins folder of Grafana, or run "npm start" in its source folder for the preview.',
    ].join('\n');
  }
  // go-plugin's AutoMTLS: Grafana does not use it. One that did would wait for a certificate that never comes.
  if (env['PLUGIN_CLIENT_CERT']) {
    return 'This Grafana asks its plugins for mutual TLS (PLUGIN_CLIENT_CERT), which Tidemark does not speak.';
  }
  const versions = env['PLUGIN_PROTOCOL_VERSIONS'];
  if (versions && !versions.split(',').includes(String(GRAFANA_PROTOCOL))) {
    return `This Grafana speaks plugin protocol ${versions}; Tidemark speaks ${GRAFANA_PROTOCOL}. Use Grafana 12.4 or later.`;
  }
  return undefined;
}

/** The one line on stdout: where Grafana finds us. */
export function handshakeLine(port: number): string {
  return `${CORE_PROTOCOL}|${GRAFANA_PROTOCOL}|tcp|127.0.0.1:${port}|grpc\n`;
}
