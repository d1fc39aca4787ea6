import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * `npm run mutate [ROOM [FILE …]]`: spoils the code of a pure room piece by piece (StrykerJS) and
 * lists what no test notices. Without a room: the score of each room so far. Goes file by file and
 * keeps what it found in `.saoy/mutate/ROOM.json`: a run that was stopped, or stops at `--minutes`,
 * goes on where it was, and a piece that a test noticed is not spoiled again while both are the same.
 * `--concurrency` (2) is how many tests run at once; `--list` shows what survived, without a run.
 */
const rooms = [
  'tokens/pin',
  'domain',
  'deadlines',
  'policies',
  'documents/evidence',
  'documents/verify',
];

/** Suites that hold a folder's code and stand elsewhere; its own are always asked. */
const suites = {
  'documents/verify/proof': ['forged-evidence', 'cms'],
  'documents/verify/revisions': ['reused-numbers', 'certification', 'other-producers'],
  'documents/verify/parse': ['reused-numbers', 'bytes', 'fuzz'],
  'documents/verify': ['forged-evidence', 'later-changes', 'online'],
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const kept = join(root, '.saoy', 'mutate');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: 'string', default: '30' },
    concurrency: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false },
  },
});
const [room, ...named] = positionals;
if (room && !rooms.includes(room)) {
  console.error(`There is no room ${room}. Rooms: ${rooms.join(', ')}`);
  process.exit(2);
}
if (room && !values.list) spoil(room, named.length > 0 ? named : listSources(room));
for (const name of room ? [room] : rooms) report(name);

function spoil(name, files) {
  const until = Date.now() + Number(values.minutes) * 60_000;
  mkdirSync(kept, { recursive: true });
  for (const file of files) {
    const leftMs = until - Date.now();
    if (leftMs < 10_000) return console.log('The time is up; the same command goes on from here.');
    const folder = mkdtempSync(join(tmpdir(), 'saoy-mutate-'));
    const config = join(folder, 'stryker.conf.json');
    const restore = forgetMissed(name, file);
    writeFileSync(config, JSON.stringify(configOf(name, file, folder)));
    const bin = createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json');
    const stryker = join(dirname(bin), 'bin', 'stryker.js');
    const ran = spawnSync(process.execPath, [stryker, 'run', config], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      timeout: leftMs,
    });
    rmSync(folder, { recursive: true, force: true });
    if (ran.status !== 0) restore();
    const note = ran.status === 0 ? scoreOf(name, file) : faultOf(ran.stdout + ran.stderr);
    console.log(`${file}: ${note}`);
  }
}

/**
 * What no test noticed is spoiled again: which tests come to a line that is read once is not known.
 * @returns gives the findings back, for a run that is cut short
 */
function forgetMissed(name, file) {
  const path = pathOfKept(name);
  if (!existsSync(path)) return () => undefined;
  const before = readFileSync(path, 'utf8');
  const report = JSON.parse(before);
  const known = report.files[file];
  if (known) known.mutants = known.mutants.filter(({ status }) => status !== 'Survived');
  writeFileSync(path, JSON.stringify(report));
  return () => writeFileSync(path, before);
}

function configOf(name, file, folder) {
  return {
    mutate: [file],
    testRunner: 'reloading-mocha',
    plugins: [
      '@stryker-mutator/mocha-runner',
      join(root, 'scripts', 'testing', 'reloading-mocha.mjs'),
    ],
    mochaOptions: {
      require: ['./test/suites-on-mocha.cjs'],
      spec: suitesOf(name, file),
      // A bound on time says nothing while each line also counts; children and readers of code see no spoilt line.
      grep: '/^(?!.*(less than a second|under a minute|do not depend on TZ|stands in no code))/',
    },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    timeoutMS: 20_000,
    // A table at the top of a file is read once: to spoil it, all code is loaded anew. It is done.
    ignoreStatic: false,
    incremental: true,
    incrementalFile: pathOfKept(name),
    tempDirName: folder,
    ignorePatterns: ['.saoy', 'dist', 'web/dist', 'bench', 'docker'],
    reporters: ['json'],
    jsonReporter: { fileName: join(folder, 'report.json') },
    disableTypeChecks: false,
  };
}

function suitesOf(name, file) {
  const folder = Object.keys(suites).find((place) => file.startsWith(`${place}/`));
  const elsewhere = (suites[folder] ?? []).map((suite) => `test/attacks/${suite}.test.ts`);
  return [`${name}/**/*.test.ts`, ...elsewhere];
}

/** What is not a test and holds code; the sentences of problems and reasons are tested as texts. */
function listSources(name) {
  return readdirSync(join(root, name), { recursive: true, encoding: 'utf8' })
    .map((path) => `${name}/${path}`)
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|\/problems\//.test(path))
    .sort();
}

function pathOfKept(name) {
  return join(kept, `${name.replace('/', '-')}.json`);
}

function readKept(name) {
  const path = pathOfKept(name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).files : {};
}

function count(files) {
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  const of = (...states) => all.filter(({ status }) => states.includes(status)).length;
  const [caught, missed] = [of('Killed', 'Timeout'), of('Survived', 'NoCoverage')];
  const score = caught + missed > 0 ? ((100 * caught) / (caught + missed)).toFixed(1) : '–';
  return `${score} % (${caught} of ${caught + missed} noticed)`;
}

function scoreOf(name, file) {
  return count({ [file]: readKept(name)[file] ?? { mutants: [] } });
}

function report(name) {
  const files = readKept(name);
  const left = listSources(name).filter((file) => !files[file]).length;
  console.log(
    `${name}: ${count(files)}${left > 0 ? `, ${left} files not tried or without code` : ''}`,
  );
  if (!room) return;
  for (const [file, { mutants, source }] of Object.entries(files))
    for (const { status, location, replacement, mutatorName } of mutants) {
      if (status !== 'Survived' && status !== 'NoCoverage') continue;
      const spoilt = (replacement ?? mutatorName).replace(/\s+/g, ' ').slice(0, 80);
      const line = source.split('\n')[location.start.line - 1].trim().slice(0, 80);
      const mark = status === 'NoCoverage' ? ' (no test comes here)' : '';
      console.log(
        `${file}:${location.start.line}:${location.start.column} ${line} → ${spoilt}${mark}`,
      );
    }
}

/** The line of Stryker's that says why, and else the last one. */
function faultOf(text) {
  const lines = text.trim().split('\n');
  return `stopped. ${lines.find((line) => line.includes('ERROR')) ?? lines.at(-1)}`;
}
