import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findOnPath } from './on-path.mjs';

/**
 * Every program of another's that any code here starts, declared once, and the few files of Debian's that we read:
 * set-up installs from here, and programs.test.ts compares the list with what the code starts.
 *
 * @typedef {object} Needed
 * @property {string} name the program as it is started, or a word for the file
 * @property {string} from the Debian package that holds it
 * @property {'packages' | 'running' | 'tests'} neededFor `packages`: npm builds one of our packages with it;
 *   `running`: the product starts it; `tests`: only tests, judges and benches do
 * @property {string} [unless] the setting that puts something else in its place
 * @property {() => unknown} isThere
 */

/** @type {Needed[]} */
const needed = [
  // pkcs11js is compiled for the Node that is here (node-gyp).
  ...programs('python3', 'packages', ['python3']),
  ...programs('make', 'packages', ['make']),
  ...programs('g++', 'packages', ['g++']),

  ...programs('mariadb-server', 'running', ['mariadbd', 'mariadb-install-db'], 'DATABASE_URL'),
  ...programs('softhsm2', 'running', ['softhsm2-util'], 'PKCS11_MODULE'),
  ...programs('qpdf', 'running', ['qpdf']),
  ...programs('poppler-utils', 'running', ['pdftoppm', 'pdfinfo', 'pdffonts']),
  // prlimit bounds what reads a stranger's file; setpriv ends a child with its parent.
  ...programs('util-linux', 'running', ['prlimit', 'setpriv']),
  // Unpacks the official archive of the Temporal server.
  ...programs('tar', 'running', ['tar']),
  file('fonts-noto-core', 'running', '/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf'),

  ...programs('poppler-utils', 'tests', ['pdfsig', 'pdftotext', 'pdfimages']),
  ...programs('mariadb-client', 'tests', ['mariadb']),
  ...programs('opensc', 'tests', ['pkcs11-tool']),
  ...programs('openssl', 'tests', ['openssl']),
  ...programs('bsdutils', 'tests', ['script']),
  ...programs('coreutils', 'tests', ['cat']),
  ...programs('mount', 'tests', ['mount', 'umount']),
  ...programs('chromium', 'tests', ['chromium']),
  ...programs('default-jre-headless', 'tests', ['java']),
  ...programs('maven', 'tests', ['mvn']),
  // The judges' Python packages go into an environment of their own.
  { name: 'python3 -m venv', from: 'python3-venv', neededFor: 'tests', isThere: hasVenv },
];

/**
 * Started too, and not installed from here: what is there before set-up, what set-up itself asks for and can do
 * without, and what a developer alone starts by hand.
 */
const notInstalled = [
  ...['node', 'npm', 'sh', 'bash'],
  ...['apt-get', 'dpkg-deb', 'sudo', 'temporal', 'go', 'promtool'],
  ...['wine', 'podman', 'nsenter', 'git'],
];

export const declaration = { needed, notInstalled };

function programs(from, neededFor, names, unless) {
  return names.map((name) => ({ name, from, neededFor, unless, isThere: () => findOnPath(name) }));
}

function file(from, neededFor, path) {
  return { name: path, from, neededFor, isThere: () => existsSync(path) };
}

function hasVenv() {
  return spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0;
}
