import { type DataSource, In, IsNull, Not } from 'typeorm';
import { createDataSource } from '../db/data-source';
import { Dossier, StepClock } from '../db/entities/dossier';
import { type Calendar, type CalendarData, compileCalendar } from '../deadlines/calendar';
import { parseDate } from '../deadlines/time';
import { isFinal, stageDeclarations, stages, type Step, steps } from '../domain/process';
import type { Rules } from '../policies/load-rules';
import { getPinnedCalendar, getPinnedPolicy } from '../policies/pinned-rules';
import type { Policy } from '../policies/policy';
import { readDatabaseUrl } from '../settings/database-url';
import type { OfficeDossier } from './parse-open-dossiers';

/** Working milliseconds a dossier took at each step in the median, where any were measured. */
export type ServiceTimes = Partial<Record<Step, number>>;

/**
 * The open dossiers of the running system, under the rules they pinned, and what the steps took.
 * @throws Error where nothing runs.
 */
export async function readOpenDossiers(
  rules: Rules,
): Promise<{ dossiers: OfficeDossier[]; serviceTimes: ServiceTimes }> {
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    const rows = await db.manager.find(Dossier, {
      where: { stage: In(stages.filter((stage) => !isFinal(stage))) },
    });
    const pinned = await readPinned(db, rows, rules);
    return {
      dossiers: rows.flatMap((row) => readRow(row, pinned)),
      serviceTimes: await readServiceTimes(db),
    };
  } finally {
    await db.destroy();
  }
}

function readRow(row: Dossier, pinned: Pinned): OfficeDossier[] {
  const { step } = stageDeclarations[row.stage];
  if (step === null) return [];
  return [
    {
      id: row.code,
      office: row.officeId,
      step,
      acceptedAt: row.acceptedAt.getTime(),
      legalDue: row.legalDue.getTime(),
      complex: row.complex,
      extendDays: row.extensionDays,
      extendUntil: row.agreedUntil === null ? undefined : parseDate(row.agreedUntil),
      slip: row.appointmentSlip,
      policy: pinned.policy(row.policy),
      calendar: pinned.calendar(row.calendar),
    },
  ];
}

interface Pinned {
  policy: (pin: string) => Policy;
  calendar: (pin: string) => Calendar;
}

/** What the dossiers pinned: from the files, or, where they say something else by now, as kept. */
async function readPinned(db: DataSource, rows: readonly Dossier[], rules: Rules): Promise<Pinned> {
  const fromFiles: Pinned = {
    policy: (pin) => getPinnedPolicy(rules, pin),
    calendar: (pin) => getPinnedCalendar(rules, pin),
  };
  if (rows.every((row) => isFound(fromFiles, row))) return fromFiles;
  const kept = await db.query<{ kind: string; version: string; content: string }[]>(
    'SELECT kind, version, content FROM rule_version',
  );
  const policies = new Map<string, Policy>();
  const calendars = new Map<string, Calendar>();
  for (const { kind, version, content } of kept) {
    if (kind === 'policy') policies.set(version, JSON.parse(content) as Policy);
    else calendars.set(version, compileCalendar(JSON.parse(content) as CalendarData));
  }
  return {
    policy: (pin) => policies.get(versionOf(pin)) ?? fromFiles.policy(pin),
    calendar: (pin) => calendars.get(versionOf(pin)) ?? fromFiles.calendar(pin),
  };
}

function isFound(pinned: Pinned, { policy, calendar }: Dossier): boolean {
  try {
    pinned.policy(policy);
    pinned.calendar(calendar);
    return true;
  } catch {
    return false;
  }
}

function versionOf(pin: string): string {
  return pin.slice(pin.indexOf('@') + 1);
}

/** Finished steps that the medians are taken from, the newest. */
const measuredMax = 5_000;

async function readServiceTimes(db: DataSource): Promise<ServiceTimes> {
  const clocks = await db.manager.find(StepClock, {
    where: { usedMs: Not(IsNull()) },
    select: { dossierId: true, step: true, round: true, startedAt: true, usedMs: true },
    order: { startedAt: 'DESC' },
    take: measuredMax,
  });
  const times: ServiceTimes = {};
  for (const step of steps) {
    const used = clocks
      .filter((clock) => clock.step === step)
      .map(({ usedMs }) => usedMs ?? 0)
      .sort((one, other) => one - other);
    const middle = used[Math.floor(used.length / 2)];
    if (middle !== undefined) times[step] = middle;
  }
  return times;
}
