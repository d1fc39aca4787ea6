import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout, readHome } from '../../settings/home';
import { Engine, NoEngine } from './engine';
import { OfficeAtWork } from './office-at-work';
import { Trial } from './trial';

/** What an image may weigh, MB. */
const imageMbMax = 500;
/** How long a stop may take with event streams open, ms. */
const stopMsMax = 10_000;
const checks = ['register', 'audit', 'trace'] as const;

/** One line of the table. */
interface Row {
  what: string;
  found: string;
  isWell: boolean;
}

/** @returns the exit code: 0 all as it should be, 1 not, 2 containers cannot run here */
export async function tryDeployment(): Promise<number> {
  const logs = join(readHome(), 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const rows: Row[] = [];
  const note = (what: string, found: string, isWell: boolean) => {
    rows.push({ what, found, isWell });
    console.log(`${isWell ? '✓' : '✗'} ${what.padEnd(58)} ${found}`);
  };
  let engine: Engine;
  try {
    engine = await Engine.find(join(logs, 'deployment.log'));
  } catch (error) {
    if (!(error instanceof NoEngine)) throw error;
    console.error(`The deployment cannot be tried here: ${error.message}.`);
    return 2;
  }
  const trials: Trial[] = [];
  const open = (project: string) => {
    const trial = new Trial(engine, project);
    trials.push(trial);
    return trial;
  };
  try {
    // To try what docker/ does, and not the building again: npm run deployment -- --as-built
    if (!process.argv.includes('--as-built')) await makeImages(engine, note);
    await tryAll(engine, open, note);
  } catch (error) {
    note('goes on', (error as Error).message, false);
  } finally {
    // A failed one is kept for a look with KEEP=1.
    if (!process.env['KEEP']) for (const trial of trials) await trial.remove().catch(console.error);
    engine.end();
  }
  console.log(`\n${table(rows)}`);
  return rows.every(({ isWell }) => isWell) ? 0 : 1;
}

type Note = (what: string, found: string, isWell: boolean) => void;

async function makeImages(engine: Engine, note: Note): Promise<void> {
  const docker = join(checkout(), 'docker');
  const file = [
    '-f',
    join(docker, 'Dockerfile'),
    '--ignorefile',
    join(docker, 'Dockerfile.dockerignore'),
  ];
  const startedAt = performance.now();
  await engine.build('saoy:built', [...file, '--target', 'build', checkout()]);
  await engine.build('saoy:local', [...file, checkout()]);
  const seconds = (performance.now() - startedAt) / 1000;
  const soft = 'RUN apt-get update && apt-get install -y --no-install-recommends softhsm2';
  await engine.buildFrom(`FROM saoy:built\n${soft}`, 'saoy:tools');
  await engine.buildFrom(
    `FROM saoy:local\nUSER 0\n${soft}\nUSER 1000:1000`,
    'saoy:with-soft-tokens',
  );
  // A later version of the same program, as an update brings it.
  await engine.buildFrom('FROM saoy:local\nENV SAOY_VERSION=next', 'saoy:next');
  const bytes = await engine.do('image', 'inspect', '--format', '{{.Size}}', 'saoy:local');
  const mb = Math.round(Number(bytes) / 1e6);
  note('image', `${mb} MB, built in ${seconds.toFixed(0)} s`, mb <= imageMbMax);
}

async function tryAll(engine: Engine, open: (project: string) => Trial, note: Note): Promise<void> {
  const trial = open('saoy-trial');
  await trial.makeTrust();
  const upMs = await trial.up();
  note('up from empty volumes until all are ready', seconds(upMs), true);
  const people = await trial.makePeople();
  await sleep(15_000); // The token is written down with its office within these.
  const office = await OfficeAtWork.open(trial.url, people);
  const first = await office.takeOne();
  note('one dossier through HTTP', seconds(office.slowestMs), true);
  const verdict = await trial.verify(await office.copyOf(first));
  note('“saoy verify” of its copy', verdict, verdict === 'valid');
  note(...(await inspectPrivileges(engine, trial)));
  await noteChecks(trial, note);

  const scaledMs = await trial.up('--scale', 'api=2', '--scale', 'worker=2');
  note('two APIs behind the proxy and two workers', seconds(scaledMs), true);
  for (const service of ['api', 'worker', 'token'] as const)
    for (const container of await trial.containers(service))
      await underLoad(trial, people, note, `kill -9 of one ${service}`, async () => {
        await engine.killProcess(container);
      });
  await underLoad(trial, people, note, 'kill -9 of everything (power cut)', async () => {
    const all = (await trial.compose('ps', '--quiet')).trim().split('\n');
    await Promise.all(all.map((container) => engine.killProcess(container)));
  });
  await underLoad(trial, people, note, 'a new image', async () => {
    trial.useImage('saoy:next');
    await trial.compose('up', '-d', '--no-build', '--scale', 'api=2', '--scale', 'worker=2');
  });
  await noteChecks(trial, note);
  await noteMemory(engine, trial, note);
  await noteStop(engine, trial, people, note);
  await tryRestore(engine, trial, open, people, note);
}

/** Takes dossiers through while something is done to the deployment; every one of them must be delivered. */
async function underLoad(
  trial: Trial,
  people: Parameters<typeof OfficeAtWork.open>[1],
  note: Note,
  what: string,
  blow: () => Promise<void>,
): Promise<void> {
  await trial.ready();
  const office = await OfficeAtWork.open(trial.url, people);
  let isOver = false;
  let begun = 0;
  const load = office.takeThrough((count) => {
    begun = count;
    return !isOver;
  });
  await sleep(3_000);
  const backMs = await blow().then(async () => {
    const from = performance.now();
    await trial.ready();
    return performance.now() - from;
  });
  await sleep(2_000);
  isOver = true;
  await load;
  const { delivered, hitches, slowestMs } = office;
  const words = [...hitches].map(([word, count]) => `${count}× ${word}`).join(', ') || 'none';
  note(
    `${what}, under load`,
    `${delivered.length} of ${begun} delivered, all ready after ${seconds(backMs)}, slowest ${seconds(slowestMs)}; refused meanwhile: ${words}`,
    delivered.length >= begun,
  );
}

async function noteChecks(trial: Trial, note: Note): Promise<void> {
  const words: string[] = [];
  for (const check of checks)
    words.push(
      await trial.saoy(check, 'check').then(
        () => `${check} good`,
        (error: Error) => `${check}: ${error.message.slice(-200)}`,
      ),
    );
  note(
    'register, audit and trace check',
    words.join(', '),
    words.every((word) => word.endsWith('good')),
  );
}

async function inspectPrivileges(engine: Engine, trial: Trial): Promise<[string, string, boolean]> {
  const words: string[] = [];
  for (const service of ['api', 'worker', 'token'] as const) {
    const [container = ''] = await trial.containers(service);
    const status = await engine.do('exec', container, 'cat', '/proc/1/status');
    const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '?';
    const writes = await engine.do('exec', container, 'touch', '/opt/saoy/x').then(
      () => 'writable',
      () => 'read-only',
    );
    words.push(
      `user ${field('Uid')}, capabilities ${Number.parseInt(field('CapEff'), 16)}, ${writes}`,
    );
  }
  const isWell = words.every((word) => word === 'user 1000, capabilities 0, read-only');
  return ['api, worker and token run as', [...new Set(words)].join(' / '), isWell];
}

async function noteMemory(engine: Engine, trial: Trial, note: Note): Promise<void> {
  const ids = (await trial.compose('ps', '--quiet')).trim().split('\n');
  const format = ['stats', '--no-stream', '--format', '{{.Name}} {{.MemUsage}}'];
  const lines = (await engine.do(...format, ...ids)).trim().split('\n');
  const words = lines.map((line) => {
    const [name = '', used = ''] = line.split(' ');
    return `${name.replace(/^saoy-trial-/, '')} ${used}`;
  });
  note('memory after that', words.sort().join(', '), true);
}

async function noteStop(
  engine: Engine,
  trial: Trial,
  people: Parameters<typeof OfficeAtWork.open>[1],
  note: Note,
): Promise<void> {
  const stream = new AbortController();
  const office = await OfficeAtWork.open(trial.url, people);
  const events = office.openEvents(stream.signal);
  await sleep(1_000);
  const words: string[] = [];
  let isWell = true;
  for (const service of ['api', 'worker', 'token'] as const)
    for (const container of await trial.containers(service)) {
      const from = performance.now();
      await engine.do('stop', '--time', '20', container);
      const ms = performance.now() - from;
      const code = (
        await engine.do('inspect', '--format', '{{.State.ExitCode}}', container)
      ).trim();
      words.push(`${service} ${seconds(ms)}`);
      isWell &&= ms < stopMsMax && code === '0';
    }
  stream.abort();
  await events;
  note('stop, with an event stream open', words.join(', '), isWell);
}

/** What an office does every night, and once when its disk has died: dumps and files, onto other volumes. */
async function tryRestore(
  engine: Engine,
  trial: Trial,
  open: (project: string) => Trial,
  people: Parameters<typeof OfficeAtWork.open>[1],
  note: Note,
): Promise<void> {
  await trial.up();
  const from = performance.now();
  const backup = join(trial.folder, 'backup');
  await trial.run('backup.sh', backup);
  const backupMs = performance.now() - from;
  await trial.compose('down', '--timeout', '10');
  const other = open('saoy-restored');
  await other.takeOver(trial);
  const startedAt = performance.now();
  await other.run('restore.sh', backup);
  await other.up();
  note(
    'backup, and restore onto other volumes',
    `${seconds(backupMs)} and ${seconds(performance.now() - startedAt)} until all are ready`,
    true,
  );
  await noteChecks(other, note);
  const office = await OfficeAtWork.open(other.url, people);
  const next = await office.takeOne();
  const verdict = await other.verify(await office.copyOf(next));
  note(
    'one more dossier after the restore',
    `No. ${next.registerNumber}, ${verdict}`,
    verdict === 'valid',
  );
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function table(rows: Row[]): string {
  const cells = rows.map(
    ({ what, found, isWell }) => `| ${what} | ${found} | ${isWell ? 'yes' : '**no**'} |`,
  );
  return ['| what | found | well |', '| --- | --- | --- |', ...cells].join('\n');
}
