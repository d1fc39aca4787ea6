import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../../settings/home';
import type { Engine } from './engine';
import { OfficeAtWork } from './office-at-work';
import { seconds, withTrials, type Note, type OpenTrial } from './table';
import type { Trial } from './trial';

/** What an image may weigh, MB. */
const imageMbMax = 500;
/** How long a stop may take with event streams open, ms. */
const stopMsMax = 10_000;
const costDossiers = 24;
const projects = { trial: 'saoy-trial', restored: 'saoy-restored' };
const checks = ['register', 'audit', 'trace'] as const;

/** @returns the exit code: 0 all as it should be, 1 not, 2 containers cannot run here */
export function tryDeployment(): Promise<number> {
  return withTrials(Object.values(projects), async (engine, open, note) => {
    // To try what docker/ does, and not the building again: npm run deployment -- --as-built
    if (!process.argv.includes('--as-built')) await makeImages(engine, note);
    await tryAll(engine, open, note);
  });
}

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
  const builtMs = performance.now() - startedAt;
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
  note('image', `${mb} MB, built in ${seconds(builtMs)}`, mb <= imageMbMax);
}

async function tryAll(engine: Engine, open: OpenTrial, note: Note): Promise<void> {
  const trial = open(projects.trial);
  await trial.makeTrust();
  const upMs = await trial.up();
  note('up from empty volumes until all are ready', seconds(upMs), true);
  const people = await trial.makePeople();
  const office = await OfficeAtWork.open(trial.url, people);
  const first = await office.takeOne();
  const refused = office.words();
  note(
    'one dossier through HTTP, at once',
    `${seconds(office.slowestMs)}; refused meanwhile: ${refused}`,
    refused === 'none',
  );
  const verdict = await trial.verify(await office.copyOf(first));
  note('“saoy verify” of its copy', verdict, verdict === 'valid');
  note(...(await inspectPrivileges(engine, trial)));
  await noteChecks(trial, note);

  await noteCost(trial, office, note);
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
  for (const [what, image] of [
    ['a new image', 'saoy:next'],
    ['back to the image of before', 'saoy:local'],
  ] as const)
    await underLoad(trial, people, note, what, async () => {
      trial.useImage(image);
      await trial.update('--scale', 'api=2', '--scale', 'worker=2');
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
  const { delivered, slowestMs } = office;
  note(
    `${what}, under load`,
    `${delivered.length} of ${begun} delivered, all ready after ${seconds(backMs)}, slowest ${seconds(slowestMs)}; refused meanwhile: ${office.words()}`,
    delivered.length >= begun,
  );
}

/** CPU and disk of a dossier, from acceptance to delivery, in processes that have just been started. */
async function noteCost(trial: Trial, office: OfficeAtWork, note: Note): Promise<void> {
  const cpuBefore = await trial.cpuSeconds();
  const diskBefore = await trial.diskBytes();
  await office.takeThrough((begun) => begun < costDossiers);
  const cpu = await trial.cpuSeconds();
  const disk = await trial.diskBytes();
  const msEach = Object.entries(cpu).map(([service, value]) => {
    const ms = ((value - (cpuBefore[service] ?? 0)) / costDossiers) * 1000;
    return [service, ms] as const;
  });
  const total = msEach.reduce((sum, [, ms]) => sum + ms, 0);
  note(
    `CPU of a dossier (mean of ${costDossiers}, 4 at once)`,
    `${total.toFixed(0)} ms: ${msEach.map(([service, ms]) => `${service} ${ms.toFixed(0)}`).join(', ')}`,
    true,
  );
  const kbEach = Object.entries(disk).map(
    ([part, bytes]) =>
      `${part} ${Math.round((bytes - (diskBefore[part] ?? 0)) / costDossiers / 1000)} kB`,
  );
  note('disk of a dossier on its day of delivery', kbEach.join(', '), true);
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
  open: OpenTrial,
  people: Parameters<typeof OfficeAtWork.open>[1],
  note: Note,
): Promise<void> {
  await trial.up();
  const office = await OfficeAtWork.open(trial.url, people);
  for (let before = 0; before < 3; before += 1) await office.takeOne();
  const whole = office.delivered.map(({ id }) => id);
  let isOver = false;
  const load = office.takeThrough(() => !isOver);
  await sleep(3_000);
  const backup = join(trial.folder, 'backup');
  const from = performance.now();
  await trial.run('backup.sh', backup);
  const backupMs = performance.now() - from;
  isOver = true;
  await load;
  const mirror = await trial.mirrorLogs();
  await trial.compose('down', '--timeout', '10');
  const other = open(projects.restored);
  await other.takeOver(trial);
  const startedAt = performance.now();
  await other.run('restore.sh', backup);
  await other.up();
  note(
    'backup under load, restore onto other volumes',
    `${seconds(backupMs)}, and ${seconds(performance.now() - startedAt)} until all are ready`,
    true,
  );
  note('the register goes on by its mirror', await other.resumeRegister(mirror), true);
  const successor = await OfficeAtWork.open(other.url, people);
  const lostBefore = await successor.finish(whole);
  const underWay = [...office.accepted].filter((id) => !whole.includes(id));
  const lost = await successor.finish(underWay);
  note(
    'dossiers delivered before the backup',
    `${whole.length - lostBefore} of ${whole.length} there`,
    lostBefore === 0,
  );
  note(
    'dossiers under way at the backup, or begun after it',
    `${underWay.length - lost} there, all taken to delivery; ${lost} accepted after it and lost; refused meanwhile: ${successor.words()}`,
    true,
  );
  await noteChecks(other, note);
  const next = await successor.takeOne();
  const verdict = await other.verify(await successor.copyOf(next));
  note(
    'one more dossier after the restore',
    `No. ${next.registerNumber}, ${verdict}`,
    verdict === 'valid',
  );
}
