import { createRequire } from 'node:module';
import { sep } from 'node:path';
import { createMochaTestRunner } from '@stryker-mutator/mocha-runner';
import {
  commonTokens,
  declareFactoryPlugin,
  PluginKind,
  tokens,
} from '@stryker-mutator/api/plugin';

const { cache } = createRequire(import.meta.url);
const isOurs = (path) => !path.includes(`${sep}node_modules${sep}`) && path.endsWith('.ts');

/**
 * Stryker's runner of mocha, which loads our code anew where a table at the top of a file is spoiled: its own way
 * is a new process with all packages, which takes ten times as long.
 */
class ReloadingMocha {
  constructor(injector) {
    this.make = () => createMochaTestRunner(injector);
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.runner = this.make();
    await this.runner.init();
  }

  dryRun(options) {
    return this.runner.dryRun(options);
  }

  async mutantRun(options) {
    if (options.reloadEnvironment) {
      for (const path of Object.keys(cache)) if (isOurs(path)) delete cache[path];
      await this.dispose();
      await this.init();
    }
    return this.runner.mutantRun(options);
  }

  dispose() {
    return this.runner.dispose();
  }
}

const create = (injector) => new ReloadingMocha(injector);
create.inject = tokens(commonTokens.injector);

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'reloading-mocha', create),
];
