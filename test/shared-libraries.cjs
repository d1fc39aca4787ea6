const { createRequire } = require('node:module');
const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const library = /[\\/]node_modules[\\/]/;
/** What jest itself is made of belongs to the suite that runs. */
const jestsOwn = /[\\/]node_modules[\\/](?:@jest[\\/]|jest[-\\/]|expect[\\/])/;

/**
 * Jest's runtime, but a library is loaded once for all suites of a process, not anew for each: that was a third of what
 * the suites of the API took. Our own code is loaded anew for each suite, as ever. For libraries and suites to mean the
 * same by `Error` and `Array`, suites run in the process's own context (test/one-context.cjs).
 */
module.exports = class SharedLibraries extends Runtime {
  constructor(...args) {
    super(...args);
    const { executor } = this;
    executor.compile = (source, filename) =>
      compileFunction(source, executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
  }

  /** Every `require` of a suite, and of what it requires. */
  requireModuleOrMock(from, name) {
    const path = findLibrary(from, name);
    return path ? require(path) : super.requireModuleOrMock(from, name);
  }
};

/** @returns where the library lies that is asked for; undefined where none is */
function findLibrary(from, name) {
  if (name === '@jest/globals' || name.startsWith('.') || name.startsWith('node:'))
    return undefined;
  try {
    const path = createRequire(from).resolve(name);
    return library.test(path) && !jestsOwn.test(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
