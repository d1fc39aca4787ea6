import { spawnSync } from 'node:child_process';
import { modulesAreBuilt } from './npm-packages.mjs';
import { findOnPath } from './on-path.mjs';
import { declaration } from './programs.mjs';
import { StepFailed } from './steps.mjs';

/**
 * Installs the Debian packages that are missing, as root or through `sudo` without a question;
 * where neither goes, says the one command to type.
 * @param {('packages' | 'running' | 'tests')[]} purposes what the packages are wanted for
 */
export const debianPackages = (...purposes) => ({
  name: 'Debian packages',
  work: async (step) => {
    const missing = listMissing(purposes);
    if (missing.length === 0) return 'there';
    if (!findOnPath('apt-get')) {
      throw new StepFailed(
        `this is no Debian; install what these packages hold: ${missing.join(' ')}.`,
      );
    }
    const byHand = `Type this, then start again:\n    ${commandToType(missing)}\n `;
    const sudo = sudoPrefix();
    if (!sudo) throw new StepFailed(`they need an administrator. ${byHand}`);
    step.say(missing.join(' '));
    try {
      await updatePackageLists(step);
      await apt(step, sudo, 'install', '-y', ...options, ...missing);
    } catch (error) {
      throw new StepFailed(`${error.message} ${byHand}`);
    }
    const still = listMissing(purposes);
    if (still.length > 0) {
      throw new StepFailed(`apt-get ended well and yet these are not found: ${still.join(' ')}.`);
    }
    return `installed ${missing.join(' ')}`;
  },
});

const options = ['--no-install-recommends'];

/** Reads anew what Debian has, where that is allowed. */
export async function updatePackageLists(step) {
  const sudo = sudoPrefix();
  if (sudo) await apt(step, sudo, 'update');
}

function apt(step, [command, ...prefix], ...args) {
  // Another apt-get at work is waited for.
  const all = [...prefix, '-o', 'DPkg::Lock::Timeout=120', ...args];
  return step.run(command, all, { env: { DEBIAN_FRONTEND: 'noninteractive' } });
}

function commandToType(missing) {
  const install = ['apt-get', 'install', '-y', ...options, ...missing].join(' ');
  return `sudo apt-get update && sudo ${install}`;
}

function listMissing(purposes) {
  // Where everything is compiled, no compiler is wanted.
  const wanted = modulesAreBuilt() ? purposes.filter((one) => one !== 'packages') : purposes;
  const missing = declaration.needed
    .filter(({ neededFor }) => wanted.includes(neededFor))
    .filter(({ unless, isThere }) => !(unless && process.env[unless]) && !isThere());
  return [...new Set(missing.map(({ from }) => from))];
}

/** @returns {string[] | undefined} what goes before `apt-get`'s arguments; none: it may not be run */
function sudoPrefix() {
  if (process.getuid?.() === 0) return ['apt-get'];
  const allowed = findOnPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  return allowed ? ['sudo', '-n', 'apt-get'] : undefined;
}
