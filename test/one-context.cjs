const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/**
 * Suites run in the process's own context, one after another, so that libraries can be shared
 * (test/shared-libraries.cjs). What a suite leaves among the globals and in the environment goes with it.
 */
module.exports = class OneContext {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.globalsBefore = new Set(Reflect.ownKeys(globalThis));
    this.environmentBefore = { ...process.env };
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    for (const key of Reflect.ownKeys(globalThis)) {
      if (!this.globalsBefore.has(key)) Reflect.deleteProperty(globalThis, key);
    }
    for (const name of Object.keys(process.env)) {
      if (!(name in this.environmentBefore)) delete process.env[name];
    }
    Object.assign(process.env, this.environmentBefore);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return globalThis;
  }
};
