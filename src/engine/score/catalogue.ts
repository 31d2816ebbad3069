import type { ScoreDefinition, ScoreId } from './definition';

/** Every score with its definition. A missing row fails the type check. */
export const scores = {} as { readonly [Id in ScoreId]: ScoreDefinition<Id> };
