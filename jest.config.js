/** Unit tests stand beside their code; end-to-end tests on real parts stand in test/. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/\\.saoy/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.saoy/'],
  transform: { '^.+\\.tsx?$': ['@swc/jest'] },
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
};
