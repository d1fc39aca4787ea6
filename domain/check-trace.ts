import { type Action, actions, transitions } from './process';

/** What the audit log says of one event. Strings: a trace may hold what nobody declared. */
export interface TraceEvent {
  action: string;
  from: string | null;
  to: string | null;
}

/**
 * `undeclared`: the process has no such transition. `discontinuous`: it leaves another stage than the
 * one before it reached. `stage-differs`: the dossier stands elsewhere than its trace ends.
 */
export type ViolationKind = 'undeclared' | 'discontinuous' | 'stage-differs';

export interface Violation {
  kind: ViolationKind;
  /** Place in the trace; its length for what is said of its end. */
  index: number;
  action: string | null;
  from: string | null;
  to: string | null;
}

/**
 * Replays the transitions of one dossier, oldest first, against the declaration. Pure.
 * @param standsAt where the dossier stands by its own row; left out, its end is not compared.
 */
export function checkTrace(events: readonly TraceEvent[], standsAt?: string | null): Violation[] {
  const violations: Violation[] = [];
  let reached: string | null = null;
  for (const [index, { action, from, to }] of events.entries()) {
    const event = { index, action, from, to };
    if (!isDeclared(event)) violations.push({ kind: 'undeclared', ...event });
    if (from !== reached) violations.push({ kind: 'discontinuous', ...event });
    reached = to ?? reached;
  }
  if (standsAt !== undefined && standsAt !== reached) {
    const end = { index: events.length, action: null, from: reached, to: standsAt };
    violations.push({ kind: 'stage-differs', ...end });
  }
  return violations;
}

/** Whether an event speaks of a transition; others (scans, alarms, numbers) move no stage. */
export function isTransition({ action, from, to }: TraceEvent): boolean {
  return from !== null || to !== null || actions.includes(action as Action);
}

function isDeclared({ action, from, to }: TraceEvent): boolean {
  return transitions.some(
    (declared) => declared.action === action && declared.from === from && declared.to === to,
  );
}
