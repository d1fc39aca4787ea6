import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run fuzz`: requests that schemathesis makes from our description, against a stack of its own, as
 * each kind of person. No answer may be a failure that nobody foresaw, none other than described. Needs
 * Python 3 with venv; schemathesis is fetched once into the user's cache folder (`--prepare` does only
 * that). Ends with 0 where all is as described, 1 where it is not, 2 where schemathesis could not be had.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sao-y', 'fuzz');
const version = '4.32.5';
/** A registry that does not answer is given up. */
const fetchedWithinMs = 240_000;

const program = prepare();
if (!process.argv.includes('--prepare')) {
  const register = join(root, 'test/register-typescript.cjs');
  const fuzz = join(root, 'test/fuzz/fuzz-api.ts');
  const { status } = spawnSync(process.execPath, ['-r', register, fuzz, program], {
    stdio: 'inherit',
    cwd: root,
  });
  process.exitCode = status ?? 1;
}

function prepare() {
  const venv = join(cache, `schemathesis-${version}`);
  const found = join(venv, 'bin', 'schemathesis');
  if (existsSync(found) && spawnSync(found, ['--version']).status === 0) return found;
  try {
    console.log(`Fetching schemathesis ${version} …`);
    mkdirSync(cache, { recursive: true });
    run('python3', ['-m', 'venv', '--clear', venv]);
    const pip = ['-m', 'pip', 'install', '-q', `schemathesis==${version}`];
    run(join(venv, 'bin', 'python'), pip);
    return found;
  } catch (error) {
    console.error(`schemathesis cannot be had here: ${error.message.split('\n')[0]}`);
    process.exit(2);
  }
}

function run(command, args) {
  execFileSync(command, args, { stdio: 'inherit', timeout: fetchedWithinMs });
}
