import type { Problem, Settings } from '../../model';

/** What each setting is right by itself, and wrong beside the others: names that name nothing. */
export function crossCheck({ models = [], profiles = [], teams = [] }: Settings): readonly Problem[] {
  const modelIds = new Set(models.map(({ id }) => id));
  const teamIds = new Set(teams.map(({ id }) => id));
  const profileByName = new Map(profiles.map((profile) => [profile.name, profile]));
  return [
    ...models.flatMap(({ id, owner, reference }, i): Problem[] => {
      const problems: Problem[] = [];
      if (owner !== undefined && teams.length > 0 && !teamIds.has(owner)) {
        problems.push({
          path: `models[${i}].owner`,
          message: `no team ${JSON.stringify(owner)}; there is ${[...teamIds].join(', ')}`,
        });
      }
      if (reference?.kind === 'profile') {
        const profile = profileByName.get(reference.name);
        if (profile === undefined) {
          problems.push({
            path: `models[${i}].reference.name`,
            message: `no profile ${JSON.stringify(reference.name)}; ${
              profiles.length === 0 ? 'there is none' : `there is ${[...profileByName.keys()].join(', ')}`
            }`,
          });
        } else if (profile.model !== undefined && profile.model !== id) {
          problems.push({
            path: `models[${i}].reference.name`,
            message: `profile ${JSON.stringify(reference.name)} belongs to model ${JSON.stringify(profile.model)}`,
          });
        }
      }
      return problems;
    }),
    ...profiles.flatMap(({ model }, i): Problem[] =>
      model !== undefined && models.length > 0 && !modelIds.has(model)
        ? [
            {
              path: `profiles[${i}].model`,
              message: `no model ${JSON.stringify(model)}; there is ${[...modelIds].join(', ')}`,
            },
          ]
        : []
    ),
  ];
}
