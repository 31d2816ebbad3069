import { modelUrl, pageUrl, routeOf } from './routes';

describe('the addresses of the app', () => {
  it.each(['fraud', 'a/b', 'ümläut & co', '100 %'])('lead back to the model %s', (model) => {
    const { pathname } = new URL(modelUrl(model, 'tidemark'), 'http://grafana');
    expect(routeOf(pathname)).toEqual({ page: 'model', model });
  });

  it('are found beneath a path under which Grafana is served', () => {
    expect(routeOf(`/grafana${pageUrl('teams')}`)).toEqual({ page: 'teams' });
  });

  it.each(['/a/tidemark-drift-app', '/a/tidemark-drift-app/models', '/a/tidemark-drift-app/nowhere'])(
    'lead to the fleet from %s',
    (path) => {
      expect(routeOf(path)).toEqual({ page: 'fleet' });
    }
  );

  it('survive a percent sign that encodes nothing', () => {
    expect(routeOf('/a/tidemark-drift-app/model/100%')).toEqual({ page: 'model', model: '100%' });
  });
});
