/**
 * Node's test environment with a SoftHSM of its own: an empty token folder per test file.
 * The library reads SOFTHSM2_CONF from its process, and jest gives tests only a copy of that
 * environment, so it must be set out here. A file asks for it in its first comment:
 * `@jest-environment ./test/softhsm-environment.cjs`.
 */
const { mkdtempSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

module.exports = class SoftHsmEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    this.folder = mkdtempSync(join(tmpdir(), 'saoy-softhsm-'));
    mkdirSync(join(this.folder, 'tokens'));
    const conf = join(this.folder, 'softhsm2.conf');
    writeFileSync(
      conf,
      `directories.tokendir = ${join(this.folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    this.before = process.env.SOFTHSM2_CONF;
    process.env.SOFTHSM2_CONF = conf;
    this.global.process.env.SOFTHSM2_CONF = conf;
  }

  async teardown() {
    if (this.before === undefined) delete process.env.SOFTHSM2_CONF;
    else process.env.SOFTHSM2_CONF = this.before;
    rmSync(this.folder, { recursive: true, force: true });
    await super.teardown();
  }
};
