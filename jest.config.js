/** Unit tests stand beside their code; end-to-end tests on real parts stand in test/. */
module.exports = {
  runtime: '<rootDir>/test/shared-libraries.cjs',
  testEnvironment: '<rootDir>/test/one-context.cjs',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/\\.saoy/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.saoy/'],
  transform: { '^.+\\.[jt]sx?$': ['@swc/jest'] },
  setupFiles: [
    'reflect-metadata',
    '<rootDir>/test/stack/lane.cjs',
    '<rootDir>/test/stack/personal-keys.ts',
  ],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: './test/stack/global-setup.mjs',
  globalTeardown: './test/stack/global-teardown.mjs',
  // For what hangs: on a busy machine the first database of a suite takes half a minute.
  testTimeout: 60_000,
};
