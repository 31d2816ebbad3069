import { handshakeLine, refuseToServe } from './handshake';

const asGrafana = { grafana_plugin_type: 'datasource', PLUGIN_PROTOCOL_VERSIONS: '2' };

describe('refuseToServe', () => {
  it('serves Grafana, with or without the list of versions', () => {
    expect(refuseToServe(asGrafana)).toBeUndefined();
    expect(refuseToServe({ grafana_plugin_type: 'datasource' })).toBeUndefined();
  });

  it('tells a person who starts the file what to do instead', () => {
    expect(refuseToServe({})).toContain('npm start');
    expect(refuseToServe({ grafana_plugin_type: 'panel' })).toContain('Grafana starts it by itself');
  });

  it('says why it cannot serve a host that wants TLS, or another protocol', () => {
    expect(refuseToServe({ ...asGrafana, PLUGIN_CLIENT_CERT: 'x' })).toContain('PLUGIN_CLIENT_CERT');
    expect(refuseToServe({ ...asGrafana, PLUGIN_PROTOCOL_VERSIONS: '3,4' })).toContain('speaks plugin protocol 3,4');
  });
});

describe('handshakeLine', () => {
  it('is what go-plugin reads: core version, version, network, address, protocol', () => {
    expect(handshakeLine(4321)).toBe('1|2|tcp|127.0.0.1:4321|grpc\n');
  });
});
