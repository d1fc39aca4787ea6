import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { checkout, readHome } from '../../settings/home';
import { drawScan } from '../sample/draw-scan';
import { BareMachine, hostAddress } from './bare-machine';
import { Engine, NoEngine, standIns } from './engine';
import { acceptAndSubmit, addPerson, declareHolder, Desks, signFirst } from './in-the-browser';
import { leaderName, officeNames, Outside, pins } from './outside';
import { fillIn, readTenCommands } from './ten-commands';

const site = 'sao-y.example';
const office = '000.00.01.H26';
const ports = { host: 20_093, machine: 443 };
const handed = '/media/agency';
const requester = 'khach@thu-mau.example';

/** What the installer puts in where the page leaves a place. */
const values = {
  ADDRESS: ['file:///srv/sao-y.git'],
  ROOTS: [`${handed}/roots`],
  LIBRARY: [`${handed}/token`],
  '--name': [officeNames.name],
  '--parent': [officeNames.parentName],
  '--full-name': ['Người Quản Trị Mẫu', 'Người Cán Bộ Mẫu'],
  '--username': ['can-bo'],
};

/**
 * Follows docs/operations/containers.md to the letter, on a machine that holds nothing but Docker and git: the ten
 * commands as they stand there, then the browser, until a requester has a valid copy by mail.
 * @returns the exit code: 0 it led there, 1 not, 2 no such machine can be had here
 */
export async function tryByTheBook(): Promise<number> {
  const logs = join(readHome(), 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const closing: (() => Promise<void> | void)[] = [];
  try {
    const { machine, outside } = await prepare(logs, closing);
    const passwords = await typeCommands(machine, outside);
    const desks = await Desks.open({
      ...{ url: `https://${site}`, address: `127.0.0.1:${ports.host}` },
    });
    closing.push(() => desks.close());
    await workInBrowser(desks, passwords, join(machine.folder, 'scan.pdf'));
    const verdict = await verify(machine, await outside.copyTo(requester));
    say(verdict === 'valid', `“saoy verify” of the copy that came by mail: ${verdict}`);
    return verdict === 'valid' ? 0 : 1;
  } catch (error) {
    if (error instanceof NoEngine) {
      console.error(`The ten commands cannot be tried here: ${error.message}.`);
      return 2;
    }
    say(false, (error as Error).message);
    return 1;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function prepare(logs: string, closing: (() => Promise<void> | void)[]) {
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'sao-y/deployment',
  );
  const logFile = join(logs, 'deployment.log');
  // It makes the stand-ins where they are missing.
  const engine = await Engine.find(logFile);
  closing.push(() => engine.end());
  const machine = await BareMachine.start(cache, logFile);
  closing.push(() => machine.end());
  const outside = await Outside.open(hostAddress, logs);
  closing.push(() => outside.close());
  // As if a registry served them.
  if (engine.cli === 'podman')
    await machine.type('docker load', engine.read('save', '--multi-image-archive', ...standIns));
  await git(['clone', '--quiet', '--bare', checkout(), machine.at('/srv/sao-y.git')]);
  outside.handOver(machine.at(handed), machine.at('/srv/token'));
  const packages = (await machine.type("dpkg-query -f '.' -W")).length;
  const version = (await machine.type('docker --version && docker compose version')).trim();
  console.log(`A Debian with ${packages} packages: ${version.replaceAll('\n', ', ')}`);
  return { machine, outside };
}

/** The commands one after the other, in one folder, as in one terminal. @returns the first passwords, by user name */
async function typeCommands(machine: BareMachine, outside: Outside): Promise<Map<string, string>> {
  const passwords = new Map<string, string>();
  let folder = '/root';
  let toFillIn: string[] = [];
  for (const command of fillIn(readTenCommands(), values)) {
    const from = performance.now();
    if (command.includes('$EDITOR') || command.includes('${EDITOR'))
      prepareEditor(machine, outside, toFillIn);
    const editor = `EDITOR='sh ${handed}/fill-in'`;
    const said = await machine.type(`cd ${folder} && ${editor} && ${command} && echo "in $PWD"`);
    folder = /^in (.*)$/m.exec(said)?.[1] ?? folder;
    say(true, `${command}  (${((performance.now() - from) / 1000).toFixed(0)} s)`);
    if (command.endsWith('prepare.sh'))
      toFillIn = [...said.matchAll(/^To fill in, .*?:(\w+)=/gm)].map(([, name]) => String(name));
    const told = /(?:as|the account) (\S+) with (?:the password )?([^\s,;]+)/.exec(said);
    if (told) passwords.set(String(told[1]), String(told[2]));
    // A name that ACME cannot reach: the proxy's own authority, as the page says.
    if (command.includes('SAOY_SITE=')) await machine.type(`cd ${folder} && ${beside}`);
  }
  await machine.leadPort(ports.host, ports.machine);
  return passwords;
}

/** Written by the installer besides: a certificate to try with, and the token's device. */
const beside = `echo 'SAOY_TLS=tls internal' >>.env && chown -R 1000 /srv/token && cat >compose.override.yaml <<'END'
services:
  token:
    volumes: ['/srv/token:/srv/token']
END`;

/** Whoever edits fills in the lines that prepare.sh has named, and no other. */
function prepareEditor(machine: BareMachine, outside: Outside, toFillIn: string[]): void {
  const filled = outside.settings(site, office);
  const named = [...toFillIn].sort().join(', ');
  const known = Object.keys(filled).sort().join(', ');
  if (named !== known)
    throw new Error(`prepare.sh asks for ${named}; an installation needs ${known}`);
  const lines = [
    'set -eu',
    ...Object.entries(filled).map(
      ([name, value]) => `sed -i 's~^${name}=.*~${name}=${value}~' "$1"`,
    ),
    ...Object.entries(outside.extraSettings()).map(
      ([name, value]) => `echo ${name}=${value} >>"$1"`,
    ),
  ];
  writeFileSync(join(machine.at(handed), 'fill-in'), lines.join('\n'));
}

/** “The rest is done in the browser”. */
async function workInBrowser(
  desks: Desks,
  passwords: Map<string, string>,
  scan: string,
): Promise<void> {
  const firstOf = (username: string) => ({ username, password: passwords.get(username) ?? '' });
  const administrator = await desks.signIn(firstOf('quan-tri'));
  const add = (fullName: string, username: string, phone: string, right: RegExp) =>
    addPerson(administrator, { fullName, username, phone, right });
  const leader = await add(leaderName, 'lanh-dao', '0912000001', /^Quyền ký bản sao/);
  const clerk = await add('Người Văn Thư Mẫu', 'van-thu', '0912000002', /^Quyền đóng dấu/);
  await declareHolder(administrator, 'leader', leaderName);
  say(true, 'in the browser: two people, their rights, whose the leader’s token is');
  writeFileSync(scan, await drawScan(2));
  await acceptAndSubmit(await desks.signIn(firstOf('can-bo')), { scan, email: requester });
  await signFirst(await desks.signIn(leader), pins.leader);
  await signFirst(await desks.signIn(clerk), pins.agency);
  say(true, 'in the browser: accepted, scanned, signed, sealed');
}

async function verify(machine: BareMachine, copy: Uint8Array): Promise<string> {
  const command =
    'docker compose exec -T api saoy verify /dev/stdin --trust /run/saoy/roots.pem --json';
  const words = await machine.type(`cd /root/sao-y/docker && ${command}`, Buffer.from(copy));
  return (JSON.parse(words) as { verdict: string }).verdict;
}

function git(args: string[]): Promise<void> {
  const child = spawn('git', args, { stdio: 'inherit' });
  return new Promise((resolve, reject) =>
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`git: ${code}`)))),
  );
}

function say(isWell: boolean, words: string): void {
  console.log(`${isWell ? '✓' : '✗'} ${words}`);
}
