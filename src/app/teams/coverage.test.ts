import { coverageOf } from './coverage';

const MODELS = [
  { id: 'fraud', owner: 'risk' },
  { id: 'eta', owner: 'nobody' },
];

const spoken = (teams: Parameters<typeof coverageOf>[0]['teams']) =>
  coverageOf({ models: MODELS, teams }).map(({ by }) =>
    Object.entries(by).map(([concern, one]) => `${concern}: ${one.is === 'team' ? one.team.id : one.is}`)
  );

describe('who is on for what', () => {
  it('shows holes: what the owner does not have and nobody else either, and models without a known owner', () => {
    expect(spoken([{ id: 'risk', concerns: ['model', 'output'] }])).toEqual([
      ['pipeline: hole', 'data: hole', 'model: risk', 'output: risk'],
      ['pipeline: hole', 'data: hole', 'model: hole', 'output: hole'],
    ]);
  });

  it('shows doubles, where two teams could be told', () => {
    const teams = [
      { id: 'risk', concerns: ['model' as const, 'output' as const] },
      { id: 'data', concerns: ['data' as const, 'pipeline' as const] },
      { id: 'lake', concerns: ['data' as const] },
    ];
    expect(spoken(teams)[0]).toEqual(['pipeline: data', 'data: double', 'model: risk', 'output: risk']);
  });
});
