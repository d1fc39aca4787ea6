import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePrivately } from './home';
import { identify, isAlive } from './process-identity';
import { Supervisor, type Part } from './supervisor';

let folder: string;
let supervisor: Supervisor;
let reports: string[];
const folders = () => ({ logs: join(folder, 'logs'), run: join(folder, 'run') });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saoy-supervisor-'));
  for (const path of Object.values(folders())) mkdirSync(path);
  reports = [];
  supervisor = new Supervisor(folders(), (sentence) => reports.push(sentence));
});
afterEach(async () => {
  await supervisor.stop();
  await rm(folder, { recursive: true });
});

/** A program of one line; it says `ready` unless told otherwise. */
function part(name: string, script: string, rest: Partial<Part> = {}): Part {
  return {
    name,
    command: process.execPath,
    args: ['-e', script],
    says: true,
    readyWithinMs: 10_000,
    order: 1,
    graceMs: 500,
    ...rest,
  };
}
const lasting = 'process.send("ready"); setInterval(() => {}, 1000)';

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; !isSo(); tries += 1) {
    if (tries > 300) throw new Error(`never: ${what}`);
    await sleep(20);
  }
}

test('a program that dies is started again and reported', async () => {
  await supervisor.start(part('one', lasting));
  const first = supervisor.pids()['one']!;
  process.kill(first, 'SIGKILL');
  await until(() => (supervisor.pids()['one'] ?? first) !== first, 'a new process');
  expect(reports).toEqual([
    expect.stringMatching(/^one ended \(SIGKILL\); it starts again in 0.5 s/),
  ]);
});

test('a program that hangs is ended and started again, one that answers is left alone', async () => {
  supervisor.kill();
  const limits = { everyMs: 200, unansweredMax: 5 };
  supervisor = new Supervisor(folders(), (text) => reports.push(text), undefined, limits);
  const answering = `process.on("message", () => process.send("answers"));${lasting}`;
  let othersAnswer = true;
  const other = { says: false, answers: () => Promise.resolve(othersAnswer) };
  await supervisor.start(part('ours', answering));
  await supervisor.start(part('hung', answering));
  await supervisor.start(part('other', 'setInterval(() => {}, 1000)', other));
  await sleep(1_500);
  expect(reports).toEqual([]);

  const before = supervisor.pids();
  process.kill(before['hung']!, 'SIGSTOP');
  othersAnswer = false;
  for (const name of ['hung', 'other']) {
    await until(() => reports.some((text) => text.startsWith(`${name} ended (SIGKILL)`)), name);
  }
  await until(() => Object.keys(supervisor.pids()).length === 3, 'both run again');
  expect(supervisor.pids()['ours']).toBe(before['ours']);
  expect(reports).toContain('hung runs but has not answered for 1 s; it is ended.');
});

test('a program that cannot come up is named, with why and where its log is', async () => {
  const dying = part('two', 'console.error("Error: the cellar is flooded"); process.exit(3)');
  await expect(supervisor.start(dying)).rejects.toThrow(
    /^two ended at each of its starts \(code 3\)\. Its last word: Error: the cellar is flooded Its log: .*two\.log$/,
  );
  expect(reports.map((text) => /again in ([\d.]+) s/.exec(text)?.[1])).toEqual(['0.5', '1', '2']);
});

test('a program that never answers is given up after its time', async () => {
  const mute = part('mute', 'setInterval(() => {}, 1000)', { readyWithinMs: 300 });
  await expect(supervisor.start(mute)).rejects.toThrow('mute did not answer within 0.3 s');
});

test('whoever else answers in its place, a program that does not say so is not ready', async () => {
  const mute = part('robbed', 'setInterval(() => {}, 1000)', {
    readyWithinMs: 300,
    answers: () => Promise.resolve(true),
  });
  await expect(supervisor.start(mute)).rejects.toThrow('robbed did not answer');
});

test('what leans on others ends first, and what does not listen is ended', async () => {
  const note = (name: string) =>
    `process.on("SIGTERM", () => { require("fs").appendFileSync(${JSON.stringify(join(folder, 'order'))}, "${name} "); process.exit() });${lasting}`;
  await supervisor.start(part('base', note('base'), { order: 0 }));
  await supervisor.start(part('upper', note('upper'), { order: 2 }));
  await supervisor.start(part('deaf', `process.on("SIGTERM", () => {});${lasting}`));
  const all = Object.values(supervisor.pids()).map((pid) => identify(pid)!);
  await supervisor.stop();
  expect(all.some(isAlive)).toBe(false);
  expect(readFileSync(join(folder, 'order'), 'utf8')).toBe('upper base ');
  expect(reports).toEqual([]);
});

test('its programs end when it is killed', async () => {
  const script = `
    const { Supervisor } = require(${JSON.stringify(join(__dirname, '../../dist/scripts/stack/supervisor.js'))});
    const supervisor = new Supervisor(${JSON.stringify(folders())}, () => {});
    supervisor.start(${JSON.stringify(part('orphan', lasting))}).then(() => console.log(supervisor.pids().orphan));`;
  const killed = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(await new Promise((resolve) => killed.stdout.once('data', resolve)));
  const orphan = identify(pid)!;
  killed.kill('SIGKILL');
  await until(() => !isAlive(orphan), 'the orphan ends');
});

test('what an earlier one left is ended, and a stranger with the same number is not', async () => {
  const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const [ours, theirs] = [identify(left.pid!)!, identify(stranger.pid!)!];
  writePrivately(join(folders().run, 'left.pid'), ours);
  writePrivately(join(folders().run, 'other.pid'), { ...theirs, startTick: theirs.startTick - 1 });
  expect(await supervisor.endLeftovers()).toEqual(['left']);
  expect([isAlive(ours), isAlive(theirs)]).toEqual([false, true]);
  expect(await readdir(folders().run)).toEqual([]);
  stranger.kill();
});

test('a log that has grown large is put aside', async () => {
  const log = join(folders().logs, 'chatty.log');
  const chatty = part('chatty', `process.stdout.write("x".repeat(11e6), () => {${lasting}})`);
  await supervisor.start(chatty);
  process.kill(supervisor.pids()['chatty']!, 'SIGKILL');
  await until(() => existsSync(`${log}.1`), 'the log is put aside');
});
