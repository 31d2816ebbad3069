export * from './duration';
export * from './frames';
export * from './ids';
export * from './parse';
export * from './query';
export * from './resources';
export * from './settings';
export * from './telemetry';
