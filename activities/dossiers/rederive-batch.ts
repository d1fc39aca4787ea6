import { heartbeat } from '@temporalio/activity';
import type { Dossier } from '../../db/dossiers/entity';
import { listPinningOthers, readClocksOf } from '../../db/dossiers/list-pinning-others';
import { getPinnedCalendar } from '../../policies/pinned-rules';
import type { ActivityDeps } from '../deps';
import { isMoved, newDue } from './move-due';
import { clockFactsOf } from './plan-clocks';

/** Messages to dossiers' workflows that are under way at once. */
const messagesAtOnce = 16;

export interface BatchInput {
  /** The version to pin, `id@version`. */
  calendar: string;
  /** Dossier id to go on after; '' for the first batch. */
  after: string;
  limit: number;
}

export interface BatchResult {
  /** Dossier id to go on after; null when all were looked at. */
  next: string | null;
  looked: number;
  moved: number;
  /** Those that cannot now: being acted on, or not started yet. A later pass finds them again. */
  waiting: number;
}

/**
 * Looks at a bounded batch of open dossiers that pin another version of the calendar, and tells those
 * whose due times it moves, through their workflows. Done again it finds what is left.
 */
export function createRederiveBatch({ db, rules, sendRederive }: ActivityDeps) {
  return async ({ calendar, after, limit }: BatchInput): Promise<BatchResult> => {
    const dossiers = await listPinningOthers(db.manager, { calendar, after, limit });
    const touched = await listTouched(dossiers, calendar);
    let waiting = 0;
    await inLanes(touched, messagesAtOnce, async ({ id }) => {
      if (!(await sendRederive(id, calendar))) waiting += 1;
      heartbeat();
    });
    return {
      next: dossiers.length < limit ? null : (dossiers.at(-1)?.id ?? null),
      looked: dossiers.length,
      moved: touched.length - waiting,
      waiting,
    };
  };

  /** Those that go by this calendar and whose due times its new version moves. */
  async function listTouched(dossiers: Dossier[], calendar: string): Promise<Dossier[]> {
    const pinned = getPinnedCalendar(rules, calendar);
    const idOf = (pin: string) => pin.split('@')[0];
    const mine = dossiers.filter((dossier) => idOf(dossier.calendar) === idOf(calendar));
    const ids = mine.map((dossier) => dossier.id);
    const { clocks, pauses } = await readClocksOf(db.manager, ids);
    return mine.filter((dossier) => {
      const all = clocks.get(dossier.id) ?? [];
      const running = all.find(({ endedAt }) => endedAt === null) ?? null;
      const used = { create: 0, sign: 0, seal: 0 };
      for (const clock of all) used[clock.step] += clock.usedMs ?? 0;
      const facts = {
        ...clockFactsOf(rules, dossier, pauses.get(dossier.id) ?? []),
        calendar: pinned,
      };
      return isMoved(dossier, running, newDue(facts, running, used, {}, ''));
    });
  }
}

/** Works through a list, so many at once. */
async function inLanes<T>(items: T[], lanes: number, work: (item: T) => Promise<void>) {
  let next = 0;
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
