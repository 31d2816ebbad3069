// Tests must read the same on every machine, whatever its time zone.
process.env.TZ = 'UTC';

const base = require('./.config/jest.config');

const rooms = (names) => names.map((name) => `<rootDir>/src/${name}/**/*.test.{ts,tsx}`);

// Two projects: what never touches a browser runs in plain Node, as the backend does; what people see runs in jsdom.
module.exports = {
  projects: [
    {
      ...base,
      displayName: 'core',
      testEnvironment: 'node',
      setupFilesAfterEnv: [],
      testMatch: [...rooms(['engine', 'model', 'backend', 'pack']), '<rootDir>/{scripts,preview}/**/*.test.ts'],
    },
    {
      ...base,
      displayName: 'browser',
      testMatch: rooms(['datasource', 'panels', 'app', 'dashboards']),
    },
  ],
};
