import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { type Calendar, type CalendarData, compileCalendar } from '../deadlines/calendar';
import { deriveDeadlines } from '../deadlines/due';
import { parseDate, parseInstant } from '../deadlines/time';
import type { OpenDossier } from '../deadlines/what-if';
import { SaoyError } from '../domain/problem';
import {
  isFinal,
  stageDeclarations,
  stages,
  type Stage,
  type Step,
  steps,
} from '../domain/process';
import type { Rules } from '../policies/load-rules';
import { getPinnedCalendar, getPinnedPolicy } from '../policies/pinned-rules';
import type { Policy } from '../policies/policy';
import { readHome } from '../settings/home';

/** An open dossier with the office that works on it and the rules it is under. */
export interface OfficeDossier extends OpenDossier {
  office: string;
  policy: Policy;
  calendar: Calendar;
}

/** Working milliseconds a dossier took at each step in the median, where any were measured. */
export type ServiceTimes = Partial<Record<Step, number>>;

/**
 * Open dossiers from JSON lines `{id, accepted, step?, complex?, extend?, policy?, office?}`.
 * @throws SaoyError `input-invalid` naming the line.
 */
export function parseOpenDossiers(text: string, rules: Rules): OfficeDossier[] {
  return text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => {
      const asked = parseLine(line, number);
      const policy = asked.policy ? rules.getPolicy(asked.policy) : rules.defaultPolicy;
      const calendar = rules.calendarOf(policy.calendar);
      const facts = {
        id: asked.id,
        acceptedAt: parseInstant(asked.accepted),
        complex: asked.complex ?? false,
        extendDays: asked.extend ?? 0,
      };
      const { legalDue, slip } = deriveDeadlines({ ...facts, policy, calendar });
      const { step = 'create', office = '' } = asked;
      return { ...facts, step, office, legalDue, slip, policy, calendar };
    });
}

interface Line {
  id: string;
  accepted: string;
  step?: Step;
  complex?: boolean;
  extend?: number;
  policy?: string;
  office?: string;
}

function parseLine(line: string, number: number): Line {
  const refuse = (reason: string) =>
    new SaoyError('input-invalid', { field: `line ${number}`, reason });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refuse('not JSON');
  }
  const { id, accepted, step = 'create' } = (value ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof accepted !== 'string') throw refuse('needs id and accepted');
  if (!steps.includes(step as Step)) throw refuse(`step is one of ${steps.join(', ')}`);
  return value as Line;
}

/**
 * The open dossiers of the running system, under the rules they pinned, and what the steps took.
 * @throws Error where nothing runs.
 */
export async function readOpenDossiers(
  rules: Rules,
): Promise<{ dossiers: OfficeDossier[]; serviceTimes: ServiceTimes }> {
  const connection = await mysql.createConnection({
    uri: readDatabaseUrl().replace(/^mariadb:/, 'mysql:'),
    timezone: 'Z',
    connectTimeout: 3_000,
  });
  try {
    const open = stages.filter((stage) => !isFinal(stage));
    const [rows] = await connection.query<DossierRow[]>(
      'SELECT dossier.* FROM dossier WHERE stage IN (?)',
      [open],
    );
    const [times] = await connection.query<TimeRow[]>(
      'SELECT step, usedMs FROM step_clock WHERE usedMs IS NOT NULL ORDER BY step, usedMs',
    );
    return {
      dossiers: readRows(rows, await readPinned(connection, rows, rules)),
      serviceTimes: medians(times),
    };
  } finally {
    await connection.end();
  }
}

interface DossierRow extends RowDataPacket {
  code: string;
  officeId: string;
  stage: Stage;
  policy: string;
  calendar: string;
  acceptedAt: Date;
  legalDue: Date;
  complex: number;
  extensionDays: number;
  agreedUntil?: string | null;
  appointmentSlip: number;
}

interface TimeRow extends RowDataPacket {
  step: Step;
  usedMs: number | string;
}

function readDatabaseUrl(): string {
  const file = join(readHome(), 'ready.json');
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { database: string }).database;
  } catch {
    throw new Error('Nothing runs here: start it with “npm start”, or give --dossiers FILE.');
  }
}

interface VersionRow extends RowDataPacket {
  kind: 'policy' | 'calendar';
  version: string;
  content: string;
}

interface Pinned {
  policy: (pin: string) => Policy;
  calendar: (pin: string) => Calendar;
}

/** What the dossiers pinned: from the files, or, where they say something else by now, as kept. */
async function readPinned(
  connection: mysql.Connection,
  rows: readonly DossierRow[],
  rules: Rules,
): Promise<Pinned> {
  const isInFiles = (row: DossierRow) => {
    try {
      return (
        [getPinnedPolicy(rules, row.policy), getPinnedCalendar(rules, row.calendar)].length > 0
      );
    } catch {
      return false;
    }
  };
  if (rows.every(isInFiles)) {
    return {
      policy: (pin) => getPinnedPolicy(rules, pin),
      calendar: (pin) => getPinnedCalendar(rules, pin),
    };
  }
  const [kept] = await connection.query<VersionRow[]>(
    'SELECT kind, version, content FROM rule_version',
  );
  const versionOf = (pin: string) => pin.slice(pin.indexOf('@') + 1);
  const policies = new Map<string, Policy>();
  const calendars = new Map<string, Calendar>();
  for (const { kind, version, content } of kept) {
    if (kind === 'policy') policies.set(version, JSON.parse(content) as Policy);
    else calendars.set(version, compileCalendar(JSON.parse(content) as CalendarData));
  }
  return {
    policy: (pin) => policies.get(versionOf(pin)) ?? getPinnedPolicy(rules, pin),
    calendar: (pin) => calendars.get(versionOf(pin)) ?? getPinnedCalendar(rules, pin),
  };
}

function readRows(rows: readonly DossierRow[], pinned: Pinned): OfficeDossier[] {
  return rows.flatMap((row) => {
    const { step } = stageDeclarations[row.stage];
    if (step === null) return [];
    return [
      {
        id: row.code,
        office: row.officeId,
        step,
        acceptedAt: row.acceptedAt.getTime(),
        legalDue: row.legalDue.getTime(),
        complex: Boolean(row.complex),
        extendDays: row.extensionDays,
        extendUntil: row.agreedUntil ? parseDate(row.agreedUntil) : undefined,
        slip: Boolean(row.appointmentSlip),
        policy: pinned.policy(row.policy),
        calendar: pinned.calendar(row.calendar),
      },
    ];
  });
}

function medians(rows: readonly TimeRow[]): ServiceTimes {
  const times: ServiceTimes = {};
  for (const step of steps) {
    const used = rows.filter((row) => row.step === step).map(({ usedMs }) => Number(usedMs));
    const middle = used[Math.floor(used.length / 2)];
    if (middle !== undefined) times[step] = middle;
  }
  return times;
}
