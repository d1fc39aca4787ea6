/**
 * Has suites that are written for jest run on mocha, with jest's own `expect`, tables and mocks. `npm run mutate`
 * needs it: mocha keeps what it has loaded, so that a spoiled line costs a test and not the loading of all code.
 */
const Module = require('node:module');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
require('./register-typescript.cjs');

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { rootDir: process.cwd() }, global: globalThis });

/** Mocha's globals are there once it loads a suite. */
function globals() {
  const { describe, it, before, after, beforeEach, afterEach } = globalThis;
  const one = (title, work) => it(title, () => work());
  const group = (title, work) => describe(title, () => void work());
  const test = Object.assign(one, { each: bind(one, false) });
  return {
    ...{ expect, test, it: test },
    describe: Object.assign(group, { each: bind(group, false) }),
    beforeAll: (work) => before(() => work()),
    afterAll: (work) => after(() => work()),
    beforeEach: (work) => beforeEach(() => work()),
    afterEach: (work) => afterEach(() => work()),
    jest: {
      fn: mocker.fn.bind(mocker),
      spyOn: mocker.spyOn.bind(mocker),
      restoreAllMocks: () => mocker.restoreAllMocks(),
      setTimeout: () => undefined,
      useFakeTimers: () => timers.useFakeTimers(),
      useRealTimers: () => timers.useRealTimers(),
      advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
    },
  };
}

// Code that is loaded anew is translated once.
const translated = new Map();
const translate = require.extensions['.ts'];
require.extensions['.ts'] = (module, filename) => {
  const known = translated.get(filename);
  if (known !== undefined) return module._compile(known, filename);
  const compile = module._compile;
  module._compile = (code, name) => {
    translated.set(name, code);
    return compile.call(module, code, name);
  };
  return translate(module, filename);
};

const load = Module._load;
Module._load = (request, ...rest) =>
  request === '@jest/globals' ? globals() : load(request, ...rest);
