import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findOnPath } from './on-path.mjs';
import { StepFailed } from './steps.mjs';

const font = '/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf';

/** Each package with the setting that makes it needless and the sign that it is there. */
const forRunning = [
  { name: 'mariadb-server', unless: 'DATABASE_URL', isThere: () => findOnPath('mariadbd') },
  { name: 'softhsm2', unless: 'PKCS11_MODULE', isThere: () => findOnPath('softhsm2-util') },
  { name: 'qpdf', isThere: () => findOnPath('qpdf') },
  { name: 'fonts-noto-core', isThere: () => existsSync(font) },
];
const forTests = [
  { name: 'poppler-utils', isThere: () => findOnPath('pdfsig') },
  { name: 'chromium', isThere: () => findOnPath('chromium') },
  { name: 'default-jre-headless', isThere: () => findOnPath('java') },
  { name: 'maven', isThere: () => findOnPath('mvn') },
];

/**
 * Installs the Debian packages that are missing, as root or through `sudo` without a question;
 * where neither goes, says the one command to type.
 * @param {{tests: boolean}} options whether the tests' packages are wanted too
 */
export const debianPackages = ({ tests }) => ({
  name: 'Debian packages',
  work: async (step) => {
    const missing = listMissing(tests);
    if (missing.length === 0) return 'there';
    if (!findOnPath('apt-get')) {
      throw new StepFailed(
        `this is no Debian; install what these packages hold: ${missing.join(' ')}.`,
      );
    }
    const sudo = sudoPrefix();
    if (!sudo) {
      throw new StepFailed(
        'they need an administrator. Type this, then start again:\n' +
          `    sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}\n `,
      );
    }
    step.say(missing.join(' '));
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => step.run(sudo[0] ?? 'apt-get', [...sudo.slice(1), ...args], { env });
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...missing);
    const still = listMissing(tests);
    if (still.length > 0) {
      throw new StepFailed(`apt-get ended well and yet these are not found: ${still.join(' ')}.`);
    }
    return `installed ${missing.join(' ')}`;
  },
});

function listMissing(tests) {
  return [...forRunning, ...(tests ? forTests : [])]
    .filter(({ unless, isThere }) => !(unless && process.env[unless]) && !isThere())
    .map(({ name }) => name);
}

/** @returns {string[] | undefined} what goes before `apt-get`'s arguments; none: it may not be run */
function sudoPrefix() {
  if (process.getuid?.() === 0) return ['apt-get'];
  const allowed = findOnPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
  return allowed ? ['sudo', '-n', 'apt-get'] : undefined;
}
