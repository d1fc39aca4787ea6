import type { DataSource } from 'typeorm';
import type { ForecastScore, KeptSituation } from '../../domain/forecasts';
import { ForecastBase } from './entity';

/** Keeps what was learnt of an office in place of what was learnt before. */
export async function keepForecastBase(
  db: DataSource,
  base: { officeId: string; learntAt: Date; situations: KeptSituation[]; score: ForecastScore },
): Promise<void> {
  await db.manager.upsert(ForecastBase, base, ['officeId']);
}

/** What was learnt of an office last; null: nothing yet. */
export function findForecastBase(db: DataSource, officeId: string): Promise<ForecastBase | null> {
  return db.manager.findOneBy(ForecastBase, { officeId });
}
