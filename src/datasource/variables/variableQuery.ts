import { VARIABLE_KINDS, type TidemarkVariableQuery, type VariableKind } from '../types';

export const VARIABLE_REF_ID = 'TidemarkVariable';

function isKind(value: unknown): value is VariableKind {
  return VARIABLE_KINDS.some((kind) => kind === value);
}

/** A variable's query, whatever Grafana hands over: a new variable's is an empty text, or has no kind yet. */
export function variableQuery(stored: unknown): TidemarkVariableQuery {
  const query: Record<string, unknown> = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  return {
    ...query,
    refId: typeof query['refId'] === 'string' ? query['refId'] : VARIABLE_REF_ID,
    kind: isKind(query['kind']) ? query['kind'] : 'models',
  };
}
