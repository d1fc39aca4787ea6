import type { Right, Step } from './process';
import { stepDeclarations } from './process';

/** What came of giving one dossier to somebody. */
export const assignmentOutcomes = {
  done: { vi: 'đã chuyển' },
  /** It is there already. */
  same: { vi: 'không đổi' },
  /** No step of it runs in this office. */
  over: { vi: 'không còn bước nào đang chờ' },
  /** Somebody else holds it. */
  held: { vi: 'người khác đang giữ' },
  /** Whoever is to hold it lacks the right of the step. */
  'no-right': { vi: 'người nhận không có quyền ở bước này' },
} as const;
export type AssignmentOutcome = keyof typeof assignmentOutcomes;

/** Most dossiers of one request. */
export const assignedMax = 200;

/** Rights by which somebody gives other people's work away. */
const givers: readonly Right[] = ['supervise', 'sign'];

export function mayGiveAway(rights: readonly Right[]): boolean {
  return rights.some((right) => givers.includes(right));
}

export interface AssignmentQuestion {
  actorId: string;
  /** Of the actor, in the office. */
  rights: readonly Right[];
  step: Step;
  holderId: string | null;
  /** Null: given back. */
  toId: string | null;
  /** Of whoever is to hold it, in the office. */
  toRights: readonly Right[];
  /** The actor knows that somebody holds it, and takes it all the same. */
  takeOver: boolean;
}

/** Whether a step may go from its holder to another. Pure. */
export function decideAssignment(asked: AssignmentQuestion): AssignmentOutcome {
  const { actorId, rights, step, holderId, toId, toRights, takeOver } = asked;
  if (holderId === toId) return 'same';
  if (toId !== null && !toRights.includes(stepDeclarations[step].right)) return 'no-right';
  if (holderId === null || holderId === actorId || mayGiveAway(rights)) return 'done';
  return toId === actorId && takeOver ? 'done' : 'held';
}
