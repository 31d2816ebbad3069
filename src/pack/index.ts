export { CHECK_IDS, checks, type Check, type CheckId } from './checks';
export { compilePack, type Pack, type Packed } from './compile';
export { alertingFile, type AlertingFile } from './grafana/file';
export { messageTemplates } from './messages';
export { DEFAULTS, DEFAULT_THRESHOLDS, packOptions, type PackOptions } from './options';
export { toldOf, type Told } from './people';
export { neededVariables, packProblems, type NeededVariable } from './problems';
export type { PackRule } from './rule';
export { yamlText } from './text';
