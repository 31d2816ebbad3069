import type { Concern, Settings } from '../model';
import { toldOf } from './people';
import { SETTINGS } from './testing/settings';

function told(concern: Concern, settings: Settings, place = 0): string {
  const model = settings.models?.[place] ?? { id: '' };
  const answer = toldOf(model, place, concern, settings);
  return answer.ok ? answer.team.id : `${answer.problem.path}: ${answer.problem.message}`;
}

describe('who is told', () => {
  test('is the owner of the model, of the concerns that the owner has', () => {
    expect([told('model', SETTINGS), told('output', SETTINGS)]).toEqual(['risk', 'risk']);
  });

  test('is the owner of every concern, where the team lists none', () => {
    expect([told('data', SETTINGS, 1), told('model', SETTINGS, 1)]).toEqual(['logistics', 'logistics']);
  });

  test('is the team that has the concern and owns no model, of what the owner leaves to others', () => {
    expect([told('data', SETTINGS), told('pipeline', SETTINGS)]).toEqual(['data', 'data']);
  });

  test('is never a team that owns other models', () => {
    const teams = [
      { id: 'risk', concerns: ['model' as const] },
      { id: 'logistics', concerns: ['output' as const] },
    ];
    expect(told('output', { ...SETTINGS, teams })).toMatch(/nobody gets the alerts of "fraud" about output/);
  });

  test('is nobody where two could be meant, and the second one is shown', () => {
    const teams = [...(SETTINGS.teams ?? []), { id: 'platform', concerns: ['pipeline' as const] }];
    expect(told('pipeline', { ...SETTINGS, teams })).toMatch(
      /^teams\[3\].concerns: "data" and "platform" both have the concern pipeline/
    );
  });
});
