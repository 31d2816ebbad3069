// Tests must read the same on every machine, whatever its time zone.
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');
const { grafanaESModules, nodeModulesToTransform } = require('./.config/jest/utils');

// The base set-up, with React's automatic JSX, and with .mjs, which some of Grafana's dependencies now ship alone.
const [[, [transformer, options]]] = Object.entries(base.transform);
const swc = [transformer, { ...options, jsc: { ...options.jsc, transform: { react: { runtime: 'automatic' } } } }];
const { 'react-inlinesvg': _, ...stylesheets } = base.moduleNameMapper;
const shared = {
  ...base,
  moduleNameMapper: { ...stylesheets, '^react-inlinesvg$': '<rootDir>/scripts/jest/inlineSvg.tsx' },
  transform: { '^.+\\.(t|j)sx?$': swc, '^.+\\.mjs$': swc },
  // What reads Parquet comes as ES modules alone.
  transformIgnorePatterns: [
    nodeModulesToTransform([...grafanaESModules, 'hyparquet', 'hyparquet-compressors', 'hysnappy']),
  ],
};

const rooms = (names) => names.map((name) => `<rootDir>/src/${name}/**/*.test.{ts,tsx}`);

// Two projects: what never touches a browser runs in plain Node, as the backend does; what people see runs in jsdom.
module.exports = {
  projects: [
    {
      ...shared,
      displayName: 'core',
      testEnvironment: 'node',
      setupFilesAfterEnv: [],
      testMatch: [
        ...rooms(['engine', 'model', 'replay', 'scenario', 'backend', 'pack']),
        '<rootDir>/{scripts,preview,demo}/**/*.test.ts',
      ],
    },
    {
      ...shared,
      displayName: 'browser',
      testMatch: rooms(['datasource', 'panels', 'app', 'dashboards']),
    },
  ],
};
