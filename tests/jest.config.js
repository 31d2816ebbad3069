// Tests from outside: what is built is started and asked as Grafana, a browser or a person would.
// Instants must read the same on every machine, whatever its time zone.
process.env.TZ = 'UTC';

module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  globalSetup: '<rootDir>/begin.ts',
  globalTeardown: '<rootDir>/end.ts',
  testMatch: ['<rootDir>/**/*.test.ts'],
  transform: {
    '^.+\\.(t|j)sx?$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: { parser: { syntax: 'typescript', tsx: true, dynamicImport: true }, target: 'es2022' },
      },
    ],
  },
  // Apache Arrow and its friends come as CommonJS too; nothing of node_modules needs the transform.
  transformIgnorePatterns: ['/node_modules/'],
  // A test of servers waits a minute for one step, on a busy machine for several; one that hangs must still end.
  testTimeout: 150_000,
};
