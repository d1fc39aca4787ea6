import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * `npm run judge`: copies as we make them, and attacked ones, before strangers, pyHanko and EU DSS,
 * beside our own verdict; and, where a copy says that it is PDF/A-2b, before veraPDF. Every genuine copy
 * must be accepted by all of them, now and in 2035, and no attacked one by us. `npm run judge -- ROOT.pem
 * COPY.pdf …` judges the copies given instead. Needs Python 3 with venv, Java and Maven; what they need is
 * fetched once into the user's cache folder (`--prepare` does only that). Ends with 0 where all is as expected,
 * 1 where it is not, 2 where the judges could not be had.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'sao-y', 'judge');
const versions = { pyhanko: '0.38.0', dss: '6.4', verapdf: '1.30.2' };
/** Else PDFBox keeps its list of fonts in the user's home. */
const fontCache = `-Dpdfbox.fontcache=${cache}`;
const in2035 = Date.UTC(2035, 0, 15);

/** A registry that does not answer is no judge: it is given up. */
const fetchedWithinMs = 240_000;

const { python, classPath, pdfaClassPath } = prepare();
if (process.argv.includes('--prepare')) {
  // For bench/copy, which measures the same two.
  console.log(JSON.stringify({ python, classPath, fontCache }));
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'saoy-judge-'));
try {
  process.exitCode = judge(folder) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function prepare() {
  try {
    return {
      python: preparePython(),
      classPath: prepareJars('dss', versions.dss),
      pdfaClassPath: prepareJars('verapdf', versions.verapdf),
    };
  } catch (error) {
    console.error(`The judges cannot be had here: ${error.message.split('\n')[0]}`);
    process.exit(2);
  }
}

function fetchWith(command, args) {
  execFileSync(command, args, { stdio: 'inherit', timeout: fetchedWithinMs });
}

function preparePython() {
  const venv = join(cache, `pyhanko-${versions.pyhanko}`);
  const interpreter = join(venv, 'bin', 'python');
  const isReady =
    existsSync(interpreter) && spawnSync(interpreter, ['-c', 'import pyhanko']).status === 0;
  if (!isReady) {
    console.log(`Fetching pyHanko ${versions.pyhanko} …`);
    mkdirSync(cache, { recursive: true });
    fetchWith('python3', ['-m', 'venv', '--clear', venv]);
    fetchWith(interpreter, ['-m', 'pip', 'install', '-q', `pyhanko==${versions.pyhanko}`]);
  }
  return interpreter;
}

/** @param name of the folder below test/judge whose pom.xml lists them; never shipped */
function prepareJars(name, version) {
  const jars = join(cache, `${name}-${version}`);
  if (!existsSync(jars)) {
    console.log(`Fetching ${name} ${version} …`);
    const fetched = `${jars}.fetched`;
    rmSync(fetched, { recursive: true, force: true });
    fetchWith('mvn', [
      // Nothing of the user's own Maven folder is read or written.
      `-Dmaven.repo.local=${join(cache, 'maven')}`,
      ...['-q', '-B', '-f', join(root, 'test/judge', name, 'pom.xml')],
      ...['dependency:copy-dependencies', `-DoutputDirectory=${fetched}`],
      '-DincludeScope=runtime',
    ]);
    renameSync(fetched, jars);
  }
  return join(jars, '*');
}

function judge(folder) {
  const register = join(root, 'test/register-typescript.cjs');
  const samples = join(root, 'test/judge/make-samples.ts');
  execFileSync(process.execPath, ['-r', register, samples, folder, ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: root,
  });
  const ours = JSON.parse(readFileSync(join(folder, 'ours.json'), 'utf8'));
  const files = ours.map(({ file }) => join(folder, file));
  const anchor = join(folder, 'root.der');
  const dss = (at) =>
    ask('java', [
      fontCache,
      ...['-cp', classPath, join(root, 'test/judge/dss/Judge.java')],
      anchor,
      `${at}`,
      ...files,
    ]);
  const verdicts = [
    ...ask(python, [join(root, 'test/judge/judge_pyhanko.py'), anchor, ...files]).map(
      ([file, name, result]) => ({ file, judge: `pyHanko ${name}`, result }),
    ),
    ...dss(Date.now()).map((line) => fromDss(line, '')),
    ...dss(in2035).map((line) => fromDss(line, ' 2035')),
  ];
  const pdfa = new Map(
    ask('java', [
      fontCache,
      ...['-cp', pdfaClassPath, join(root, 'test/judge/verapdf/PdfaJudge.java')],
      ...files,
    ]).map(([file, result, broken]) => [file, `${result} ${broken}`.trim()]),
  );
  const table = ours.map(({ file, isGenuine, claimsPdfa, now, in2035: later, reasons }) => {
    const row = { file, ours: `${now}, 2035: ${later}`, reasons: reasons.join(' ') };
    const own = verdicts.filter((verdict) => verdict.file === join(folder, file));
    for (const { judge, result } of own)
      row[judge] = [...new Set([...(row[judge]?.split(' / ') ?? []), result])].join(' / ');
    const isAccepted = own.every(({ result }) =>
      ['PASSED', 'TOTAL_PASSED PAdES-BASELINE-LTA'].includes(result),
    );
    const archival = pdfa.get(join(folder, file));
    row['veraPDF PDF/A-2b'] = claimsPdfa ? archival : `not claimed (${archival})`;
    const asExpected = isGenuine
      ? now === 'valid' &&
        later === 'valid' &&
        own.length > 0 &&
        isAccepted &&
        (!claimsPdfa || archival === 'PASSED')
      : now !== 'valid' && later !== 'valid';
    return { ...row, 'as expected': asExpected };
  });
  for (const { file, ...row } of table) {
    console.log(`\n${file}`);
    for (const [name, value] of Object.entries(row)) console.log(`  ${name.padEnd(20)} ${value}`);
  }
  const wrong = table.filter((row) => !row['as expected']).length;
  console.log(`\nJudged: ${table.length - wrong} as expected, ${wrong} not.`);
  return wrong === 0;
}

function fromDss([file, policy, indication, , format], when) {
  const result = `${indication} ${format ?? ''}`.trim();
  return { file, judge: `EU DSS ${policy}${when}`, result };
}

/** Lines of tab-separated words. */
function ask(command, args) {
  const { stdout, stderr, status } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`${command} failed: ${stderr.slice(-2000)}`);
  return stdout
    .split('\n')
    .filter((line) => line.includes('\t'))
    .map((line) => line.split('\t'));
}
