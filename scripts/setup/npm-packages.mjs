import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * Installs the packages of package-lock.json exactly, where node_modules does not hold them. Nothing is compiled yet:
 * what compiles may still be on its way (`nativeModules`).
 */
export const npmPackages = {
  name: 'npm packages',
  work: async (step) => {
    if (packagesAreInstalled()) return 'as locked';
    step.say('npm ci');
    await step.run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root });
    return 'installed';
  },
};

/** Runs the scripts of those packages that have one, which compile pkcs11js for the Node that is here (node-gyp). */
export const nativeModules = {
  name: 'Native modules',
  work: async (step) => {
    if (modulesAreBuilt()) return 'built';
    step.say('npm rebuild');
    await step.run('npm', ['rebuild'], { cwd: root });
    return 'compiled';
  },
};

export function modulesAreBuilt() {
  return existsSync(join(root, 'node_modules', 'pkcs11js', 'build', 'Release', 'pkcs11.node'));
}

const lock = join(root, 'package-lock.json');
const record = join(root, 'node_modules', '.package-lock.json');

/** Compares the lock with the record that npm leaves in node_modules when it has finished. */
function packagesAreInstalled() {
  let locked, installed;
  try {
    locked = JSON.parse(readFileSync(lock, 'utf8')).packages;
    installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  } catch {
    return false;
  }
  return Object.entries(locked).every(([path, entry]) => {
    const found = installed[path];
    // Optional packages are those of other platforms; an image of a deployment holds no tools.
    const mayLack =
      entry.optional || entry.devOptional || (entry.dev && process.env.NODE_ENV === 'production');
    if (path === '' || (!found && mayLack)) return true;
    return found?.version === entry.version && found.integrity === entry.integrity;
  });
}
