import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { isFinal, stageDeclarations, stages, type Stage } from '../../domain/process';
import { readRuleFiles } from '../../policies/read-rule-files';
import { checkout, readHome } from '../../settings/home';
import { findPoliciesDir } from '../../settings/policies-dir';

/** The parts of `ready.json` that are shown. */
interface Ready {
  url: string;
  temporal: { address: string; ui: string | null };
  database: string;
  mail: { smtp: string; inbox: string | null };
  processes: Record<string, number>;
}

type Row<T> = RowDataPacket & T;

interface Status {
  running: boolean;
  version: string;
  node: string;
  home: string;
  url?: string;
  temporal?: Ready['temporal'];
  mail?: Ready['mail'];
  /** Host, port and version; never the password. */
  database?: { address: string; version: string | null };
  /** What the API says of the parts it stands on. */
  ready?: boolean;
  processes?: { name: string; pid: number; alive: boolean }[];
  openDossiers?: Partial<Record<Stage, number>>;
  /** What could not be handed on and waits for a person: mails that were refused for good. */
  failed?: { kind: string; count: number }[];
  /** The rules' files as they are now; wrong ones are refused, and those before stay in force. */
  rules: { ok: boolean; problem: string | null };
}

/** `saoy status [--json]`: what runs, where, in which version, and the open dossiers by stage. */
export async function run(args: string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--json');
  if (unknown !== undefined)
    throw new Error(`“${unknown}” is not known. Usage: saoy status [--json]`);
  const status = await readStatus();
  console.log(args.includes('--json') ? JSON.stringify(status, null, 2) : describe(status));
  return status.running ? 0 : 1;
}

async function readStatus(): Promise<Status> {
  const home = readHome();
  const rules = checkRules();
  const base = { version: readVersion(), node: process.versions.node, home, rules };
  const ready = readReady(home);
  if (!ready) return { running: false, ...base };
  const processes = Object.entries(ready.processes).map(([name, pid]) => ({
    name,
    pid,
    alive: isAlive(pid),
  }));
  const [answers, database] = await Promise.all([isReady(ready.url), readDatabase(ready.database)]);
  return {
    running: processes.some(({ name, alive }) => name === 'supervisor' && alive),
    ...base,
    url: ready.url,
    temporal: ready.temporal,
    mail: ready.mail,
    database: { address: new URL(ready.database).host, version: database?.version ?? null },
    ready: answers,
    processes,
    ...(database && { openDossiers: database.open, failed: database.failed }),
  };
}

function checkRules(): Status['rules'] {
  try {
    const [first] = readRuleFiles(
      findPoliciesDir() ?? join(checkout(), 'policies', 'rules'),
    ).problems;
    if (first === undefined) return { ok: true, problem: null };
    return { ok: false, problem: `${first.file}:${first.line}: ${first.reason}` };
  } catch (error) {
    return { ok: false, problem: (error as Error).message };
  }
}

function readReady(home: string): Ready | undefined {
  try {
    return JSON.parse(readFileSync(join(home, 'ready.json'), 'utf8')) as Ready;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readVersion(): string {
  const manifest = readFileSync(join(checkout(), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function readDatabase(url: string) {
  try {
    const uri = url.replace(/^mariadb:/, 'mysql:');
    const connection = await mysql.createConnection({ uri, connectTimeout: 3_000 });
    try {
      const [versions] = await connection.query<Row<{ version: string }>[]>(
        'SELECT VERSION() AS version',
      );
      const [rows] = await connection.query<Row<{ stage: Stage; count: number }>[]>(
        'SELECT stage, COUNT(*) AS count FROM dossier WHERE stage IN (?) GROUP BY stage',
        [stages.filter((stage) => !isFinal(stage))],
      );
      const open = Object.fromEntries(rows.map(({ stage, count }) => [stage, count]));
      const [failed] = await connection.query<Row<{ kind: string; count: number }>[]>(
        "SELECT channel AS kind, COUNT(*) AS count FROM notice WHERE status = 'failed' GROUP BY channel",
      );
      return { version: versions[0]?.version ?? null, open, failed };
    } finally {
      await connection.end();
    }
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function describe(status: Status): string {
  const title = `Sao Y ${status.version}, Node ${status.node}, ${status.home}`;
  if (!status.running) return `${title}\nnot running; “npm start” starts it`;
  const open = Object.entries(status.openDossiers ?? {});
  return [
    title,
    `${sign(status.ready)} api        ${status.url}`,
    `${sign(status.database?.version)} database   ${status.database?.address} ${status.database?.version ?? 'does not answer'}`,
    `  temporal   ${status.temporal?.address}${status.temporal?.ui ? `, pages ${status.temporal.ui}` : ''}`,
    `  mail       ${status.mail?.smtp}${status.mail?.inbox ? `, inbox ${status.mail.inbox}` : ''}`,
    ...(status.processes ?? []).map(
      ({ name, pid, alive }) => `${sign(alive)} ${name.padEnd(10)} process ${pid}`,
    ),
    ...(status.rules.ok
      ? []
      : [`✗ rules      refused, those before stay in force: ${status.rules.problem}`]),
    open.length === 0
      ? 'no open dossier'
      : `open dossiers: ${open
          .map(([stage, count]) => `${count} ${stageDeclarations[stage as Stage].en.toLowerCase()}`)
          .join(', ')}`,
    ...(status.failed ?? []).map(
      ({ kind, count }) => `✗ ${count} ${kind} could not be handed on and waits for a person`,
    ),
  ].join('\n');
}

function sign(isWell: unknown): string {
  return isWell ? '✓' : '✗';
}
