import type { Dossier, StepClock } from './entity';
import { readFlag } from '../read-flag';
import { valueOfJson } from '../value-of-json';

/** A row as the driver hands it over: flags are 0 or 1, JSON is a value or its text, big counts may be text. */
type Raw<Entity, Odd extends keyof Entity> = Omit<Entity, Odd> & Record<Odd, unknown>;

const flags = ['scanCompared', 'appointmentSlip', 'complex'] as const;
const values = ['fee', 'because', 'waitingParams'] as const;

export type DossierRow = Raw<Dossier, (typeof flags)[number] | (typeof values)[number]>;
export type ClockRow = Raw<StepClock, 'round' | 'budgetMs' | 'usedMs'>;

/** A dossier from `SELECT d.*`; other columns of the row are ignored. */
export function dossierFromRow(row: DossierRow): Dossier {
  const dossier = { ...row } as Record<string, unknown>;
  for (const name of flags) dossier[name] = readFlag(row[name]);
  for (const name of values) dossier[name] = valueOfJson(row[name]);
  return dossier as unknown as Dossier;
}

/** A clock from `SELECT c.*`. */
export function clockFromRow(row: ClockRow): StepClock {
  const { round, budgetMs, usedMs, ...rest } = row;
  return {
    ...rest,
    round: Number(round),
    budgetMs: Number(budgetMs),
    usedMs: usedMs === null ? null : Number(usedMs),
  };
}
