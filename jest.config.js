/** Unit tests stand beside their code; end-to-end tests on real parts stand in test/. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/\\.saoy/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.saoy/'],
  transform: { '^.+\\.[jt]sx?$': ['@swc/jest'] },
  // These packages are ES modules only; Node 20 requires them as they are, jest wants them translated.
  transformIgnorePatterns: [
    '/node_modules/(?!(openid-client|oauth4webapi|jose|asn1js|pkijs|pvutils|bytestreamjs|@peculiar/utils|@noble/[^/]+|bpmn-moddle|moddle|moddle-xml|min-dash|saxen|is-cidr|cidr-regex|ip-regex)/)',
  ],
  setupFiles: [
    'reflect-metadata',
    '<rootDir>/test/stack/lane.cjs',
    '<rootDir>/test/stack/personal-keys.ts',
  ],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  globalSetup: './test/stack/global-setup.mjs',
  globalTeardown: './test/stack/global-teardown.mjs',
  testTimeout: 30_000,
};
