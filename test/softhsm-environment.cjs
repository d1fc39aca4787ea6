/**
 * A SoftHSM of its own for a suite: an empty token folder, which the library finds by SOFTHSM2_CONF. A file asks for it
 * in its first comment: `@jest-environment ./test/softhsm-environment.cjs`.
 */
const { mkdtempSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const OneContext = require('./one-context.cjs');

module.exports = class SoftHsmEnvironment extends OneContext {
  async setup() {
    await super.setup();
    this.folder = mkdtempSync(join(tmpdir(), 'saoy-softhsm-'));
    mkdirSync(join(this.folder, 'tokens'));
    const conf = join(this.folder, 'softhsm2.conf');
    writeFileSync(
      conf,
      `directories.tokendir = ${join(this.folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    process.env.SOFTHSM2_CONF = conf;
  }

  async teardown() {
    rmSync(this.folder, { recursive: true, force: true });
    await super.teardown();
  }
};
