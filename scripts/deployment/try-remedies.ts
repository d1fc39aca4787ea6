import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../../settings/home';
import type { Engine } from './engine';
import { OfficeAtWork } from './office-at-work';
import { seconds, withTrials, type Note } from './table';
import type { Trial } from './trial';

const project = 'saoy-remedies';
/** Minutes that a step may take there; its first alarm sounds after three quarters of them. */
const stepMinutes = 4;
/** More acts than a worker has slots for. */
const actsAtOnce = 24;
/** What MariaDB's disk holds, MB. */
const diskMb = 400;

type Logins = Parameters<typeof OfficeAtWork.open>[1];

/** Where one alert's cause is made and its remedy tried. */
interface Place {
  engine: Engine;
  trial: Trial;
  people: Logins;
  note: Note;
}

/**
 * Sets off in containers the alerts of ops/alerts.yaml whose cause no other trial makes, looks at the figure that each
 * alert reads, and does what docs/operations/runbook.md says. The image is the one that was built last.
 * @returns the exit code: 0 all as it should be, 1 not, 2 containers cannot run here
 */
export async function tryRemedies(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'saoy-remedies-'));
  const disk = join(folder, 'disk');
  try {
    return await withTrials([project], async (engine, open, note) => {
      smallDisk(disk, String(diskMb));
      const trial = open(project, {
        databaseFolder: disk,
        rules: quickRules(join(folder, 'rules')),
      });
      await trial.makeTrust();
      await trial.up();
      const place = { engine, trial, people: await trial.makePeople(), note };
      await lateAlarms(place);
      await unforeseenFailure(place);
      await spentSlots(place);
      await noTimeToRun(place);
      await fullDisk(place, disk);
    });
  } finally {
    smallDisk(disk);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** SaoYAlarmsSilent, SaoYAlarmsLate: no worker at the hour of an alarm. */
async function lateAlarms({ trial, people, note }: Place): Promise<void> {
  const office = await OfficeAtWork.open(trial.url, people);
  const { id } = await office.takeOne(undefined, 'awaiting-signature');
  await trial.compose('stop', 'worker');
  await sleep(stepMinutes * 45_000 + 75_000);
  const overdue = await trial.figure('api', 'saoy_alarms_overdue_seconds');
  await trial.compose('start', 'worker');
  await trial.ready();
  const sounded = await until(
    async () => (await trial.figure('worker', 'saoy_alarm_lag_seconds_count')) > 0,
  );
  const sum = await trial.figure('worker', 'saoy_alarm_lag_seconds_sum');
  await office.takeOne(id);
  note(
    'no worker at the hour of an alarm (SaoYAlarmsLate)',
    `overdue by ${overdue.toFixed(0)} s while none was there; with “up -d” it sounded, ${sum.toFixed(0)} s late`,
    sounded && overdue > 30 && sum > 60,
  );
}

/** SaoYActivitiesFail: what nobody foresaw. */
async function unforeseenFailure({ engine, trial, people, note }: Place): Promise<void> {
  const office = await OfficeAtWork.open(trial.url, people);
  const { id } = await office.takeOne(undefined, 'awaiting-seal');
  await sql(trial, 'REVOKE INSERT ON saoy.register_entry FROM saoy');
  const taken = office.takeOne(id);
  const failures = () =>
    trial.figure('worker', 'saoy_activity_seconds_count', 'outcome="internal-error"');
  const failed = await until(async () => (await failures()) > 0, 60_000);
  const [container = ''] = await trial.containers('worker');
  const line = await engine.do('logs', container).then((log) => /internal-error/.test(log));
  await sql(trial, 'GRANT INSERT ON saoy.register_entry TO saoy');
  const backAt = performance.now();
  await taken;
  note(
    'a right of the database is missing (SaoYActivitiesFail)',
    `${await failures()} tries failed; the log names them: ${line ? 'yes' : 'no'}; once it is there, delivered after ${seconds(performance.now() - backAt)}`,
    failed && line,
  );
}

/** SaoYSlotsSpent: authorities that take the question and do not answer. */
async function spentSlots({ engine, trial, people, note }: Place): Promise<void> {
  const office = await OfficeAtWork.open(trial.url, people);
  const ready: string[] = [];
  for (let at = 0; at < actsAtOnce; at += 1)
    ready.push((await office.takeOne(undefined, 'awaiting-signature')).id);
  const [authorities = ''] = await trial.containers('pki');
  const all = Promise.all(ready.map((id) => office.takeOne(id)));
  await sleep(1_500);
  await engine.do('pause', authorities);
  const free = () =>
    trial.figure(
      'worker',
      'temporal_worker_task_slots_available',
      'worker_type="ActivityWorker"',
      'task_queue="sao-y"',
    );
  let fewest = Infinity;
  const spent = await until(async () => {
    fewest = Math.min(fewest, await free());
    return fewest === 0;
  }, 40_000);
  const [worker = ''] = await trial.containers('worker');
  await engine.do('unpause', authorities);
  await engine.do('restart', worker);
  await all;
  note(
    'authorities hold the line (SaoYSlotsSpent)',
    `fewest free slots ${fewest}; after “restart worker” ${office.delivered.length} of ${actsAtOnce} delivered`,
    spent && office.delivered.length === actsAtOnce,
  );
}

/** SaoYEventLoop: a process that gets no time to run. */
async function noTimeToRun({ engine, trial, people, note }: Place): Promise<void> {
  const [api = ''] = await trial.containers('api');
  const lag = () => trial.figure('api', 'nodejs_eventloop_lag_p99_seconds');
  const before = await lag();
  await engine.do('update', '--cpus', '0.02', api);
  const office = await OfficeAtWork.open(trial.url, people);
  const taken = office.takeOne();
  let worst = 0;
  await until(async () => (worst = Math.max(worst, await lag())) > 1, 120_000);
  await engine.do('update', '--cpus', '2', api);
  await taken;
  await lag();
  await sleep(5_000);
  const after = await lag();
  note(
    'a process gets no time to run (SaoYEventLoop)',
    `p99 ${before.toFixed(2)} s before, ${worst.toFixed(1)} s then, ${after.toFixed(2)} s with its cores back`,
    worst > 1 && after < 1,
  );
}

/** SaoYBacklogUnread, step 2: the database's disk is full. */
async function fullDisk({ trial, people, note }: Place, disk: string): Promise<void> {
  const office = await OfficeAtWork.open(trial.url, people);
  const first = await office.takeOne(undefined, 'awaiting-signature');
  const filler = join(disk, 'somebody-elses');
  fill(disk, filler);
  const load = office.takeThrough((begun) => begun < 6, 2);
  await until(() => Promise.resolve(office.hitches.size > 0), 90_000);
  const said = office.words();
  rmSync(filler);
  await trial.compose('restart', 'mariadb');
  await trial.ready();
  const backAt = performance.now();
  await load;
  await office.takeOne(first.id);
  await trial.saoy('register', 'check');
  note(
    'the database’s disk is full (SaoYBacklogUnread)',
    `people were told: ${said}; with room and “restart mariadb” ${office.delivered.length} of 7 delivered ${seconds(performance.now() - backAt)} after; register check good`,
    office.delivered.length === 7 && said !== 'none',
  );
}

async function until(isSo: () => Promise<boolean>, withinMs = 180_000): Promise<boolean> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    if (await isSo().catch(() => false)) return true;
    if (performance.now() > giveUpAt) return false;
    await sleep(500);
  }
}

function sql(trial: Trial, statement: string): Promise<string> {
  const client = `exec mariadb -uroot -p$(cat /run/secrets/database-root-password) saoy -e '${statement}'`;
  return trial.compose('exec', '-T', 'mariadb', 'sh', '-c', client);
}

/** The rules, with steps of some minutes and offices that never close. @returns the folder */
function quickRules(folder: string): string {
  cpSync(join(checkout(), 'policies', 'rules'), folder, { recursive: true });
  const change = (file: string, from: RegExp, to: string) => {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };
  for (const file of ['national-2025.yaml', 'hanoi-1287-2024.yaml'])
    change(file, /^( *budget_minutes: )\d+$/gm, `$1${stepMinutes}`);
  const always = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
    .map((day) => `      ${day}: [['00:00', '23:59']]`)
    .join('\n');
  change('calendars/vn.yaml', /( {4}week:\n)(?: {6}\w+: .*\n)+/, `$1${always}\n`);
  return folder;
}

/** @throws Error where there is to be one and it cannot be had */
function smallDisk(folder: string, ...mb: string[]): void {
  const script = join(checkout(), 'scripts', 'deployment', 'small-disk.sh');
  const { status, stderr } = spawnSync('sh', [script, folder, ...mb], { encoding: 'utf8' });
  if (status !== 0 && mb.length > 0) throw new Error(`no disk for the database: ${stderr}`);
}

/** Leaves no room on a disk. */
function fill(disk: string, file: string): void {
  const piece = Buffer.alloc(statfsSync(disk).bsize, 1);
  try {
    for (;;) appendFileSync(file, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
