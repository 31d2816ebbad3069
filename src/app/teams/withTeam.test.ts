import { withTeam } from './withTeam';

const team = { id: 'risk', contactPoint: 'Risk ML' };

describe('adding a team', () => {
  it('names a contact point of Grafana that the settings do not know, and keeps the rest of alerting', () => {
    expect(withTeam({ teams: [{ id: 'a' }], alerting: { window: '1d' } }, team, true)).toEqual({
      teams: [{ id: 'a' }, team],
      alerting: { window: '1d', contactPoints: [{ name: 'Risk ML', type: 'existing' }] },
    });
  });

  it('changes nothing else where the settings know it', () => {
    const alerting = { contactPoints: [{ name: 'Risk ML', type: 'existing' as const }] };
    expect(withTeam({ alerting }, team, true)).toEqual({ teams: [team] });
    expect(withTeam({ alerting }, team, false)).toEqual({ teams: [team] });
  });
});
