import { type Step, steps } from '../domain/process';
import type { Calendar } from './calendar';
import type { OpenDossier } from './what-if';
import { addWorkingMs } from './working-time';

/** How an office works on its queue. */
export interface Staffing {
  /** People at each step; nobody at one (0) finishes nothing there. */
  people: Readonly<Record<Step, number>>;
  /** Working milliseconds that one dossier takes one person, as measured. */
  serviceMs: Readonly<Record<Step, number>>;
}

/**
 * When each open dossier would be finished if nothing new came in: every step is a queue served by
 * its people in working time, the earliest legal due first, nobody idle while something waits, no
 * work put aside once begun. Pure and deterministic.
 * @param from now, epoch milliseconds. @returns finishes by id; Infinity where a step has nobody.
 * @throws SaoyError `calendar-out-of-range` where the queue outlasts the calendar.
 */
export function simulateQueue(
  dossiers: readonly OpenDossier[],
  staffing: Staffing,
  calendar: Calendar,
  from: number,
): Map<string, number> {
  const readyMs = new Map<string, number>();
  const waiting: OpenDossier[] = [];
  for (const step of steps) {
    for (const dossier of dossiers) {
      if (dossier.step !== step) continue;
      readyMs.set(dossier.id, 0);
      waiting.push(dossier);
    }
    serve(waiting, readyMs, staffing.people[step], staffing.serviceMs[step]);
  }
  const finishes = new Map<string, number>();
  for (const [id, workedMs] of readyMs) {
    finishes.set(id, Number.isFinite(workedMs) ? addWorkingMs(calendar, from, workedMs) : Infinity);
  }
  return finishes;
}

/** Moves every waiting dossier through one step: `readyMs` goes from its arrival to its end there. */
function serve(
  waiting: readonly OpenDossier[],
  readyMs: Map<string, number>,
  people: number,
  serviceMs: number,
): void {
  const arrivals = [...waiting].sort((one, other) => ready(one) - ready(other));
  const queue = new Heap<OpenDossier>((one, other) => one.legalDue - other.legalDue);
  const free = new Heap<number>((one, other) => one - other);
  for (let person = 0; person < people; person++) free.push(0);
  function ready(dossier: OpenDossier): number {
    return readyMs.get(dossier.id) ?? 0;
  }
  let next = 0;
  // Work begins in the order of time: whoever was free before has waited until now.
  let now = 0;
  let person = free.pop();
  while (person !== undefined) {
    now = Math.max(now, person);
    // Whoever is free first waits for the next arrival if nothing is there yet.
    const upcoming = arrivals[next];
    if (queue.size === 0 && upcoming) now = Math.max(now, ready(upcoming));
    for (let at = arrivals[next]; at && ready(at) <= now; at = arrivals[++next]) queue.push(at);
    const dossier = queue.pop();
    if (!dossier) break;
    readyMs.set(dossier.id, now + serviceMs);
    free.push(now + serviceMs);
    person = free.pop();
  }
  if (people === 0) for (const dossier of waiting) readyMs.set(dossier.id, Infinity);
}

/** A binary heap; the least first, by the given order. */
class Heap<Item> {
  private readonly items: Item[] = [];

  constructor(private readonly order: (one: Item, other: Item) => number) {}

  get size(): number {
    return this.items.length;
  }

  push(item: Item): void {
    const { items, order } = this;
    let at = items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (order(items[parent]!, item) <= 0) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = item;
  }

  pop(): Item | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) this.sink(last);
    return top;
  }

  private sink(item: Item): void {
    const { items, order } = this;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      const right = items[child + 1];
      if (right !== undefined && order(right, items[child]!) < 0) child++;
      if (order(item, items[child]!) <= 0) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = item;
  }
}
