import type { LivedAct, LivedDossier, LivedRound } from '../../db/reports/read-lived-dossiers';
import { type Step, steps } from '../../domain/process';
import { causeOfLateness, standAt } from './judge-dossier';

/** A due that went by: the law's, or that of one round of a step. */
export interface Breach {
  /** Null: the law's. */
  step: Step | null;
  round: number | null;
  due: Date;
  /** When the step was done or the dossier ended; null while it is not. */
  endedAt: Date | null;
  cause: BreachCause;
  alarms: { kind: AlarmKind; at: Date }[];
  /** What people did about it until it ended. */
  deeds: LivedAct[];
}
export type AlarmKind = 'notice' | 'breach' | 'escalation' | 'legal-breach';

export const breachCauses = {
  create: 'Hết hạn khi đang tạo bản sao',
  sign: 'Hết hạn khi đang chờ ký',
  seal: 'Hết hạn khi đang chờ cấp số, đóng dấu',
  delivery: 'Hết hạn khi đang gửi kết quả',
  returned: 'Bị trả lại để sửa trước khi hết hạn',
  'signing-failed': 'Ký số không thành công trước khi hết hạn',
  'received-late': 'Bước trước chuyển đến khi giờ của bước đã hết',
  'law-first': 'Hạn theo luật đến trước khi hết giờ của bước',
  overran: 'Người giữ bước làm quá giờ của bước',
} as const;
export type BreachCause = keyof typeof breachCauses;

/** Acts by which people answer a breach, or end it. */
export const deeds = [
  ...['nudge', 'extend', 'issue-letter', 'return', 'refuse', 'cancel', 'withdraw'],
  ...['submit', 'sign', 'seal', 'deliver', 'hand-over'],
] as const;
export const alarmActs = ['notice', 'breach', 'escalation', 'legal-breach'] as const;

/**
 * Every due of a dossier that had gone by at an instant, by time: as the log's alarms say, and where none sounded as
 * the clocks do. What happened later is unknown to it. Pure.
 */
export function listBreaches(dossier: LivedDossier, at: Date): Breach[] {
  const acts = dossier.acts.filter((act) => act.at <= at);
  const known = { ...dossier, acts };
  const breaches = [...lawBreaches(dossier, known, at), ...stepBreaches(dossier, known, at)];
  return breaches.sort(
    (a, b) => a.due.getTime() - b.due.getTime() || orderOf(a.step) - orderOf(b.step),
  );
}

function orderOf(step: Step | null): number {
  return step === null ? -1 : steps.indexOf(step);
}

function lawBreaches(dossier: LivedDossier, known: LivedDossier, at: Date): Breach[] {
  const stood = standAt(dossier, at);
  const sounded = known.acts.filter(({ action }) => action === 'legal-breach');
  // One that was extended afterwards had gone by all the same.
  const dues = new Set(sounded.map((act) => standAt(dossier, act.at).legalDue.getTime()));
  if ((stood.endedAt ?? at) > stood.legalDue) dues.add(stood.legalDue.getTime());
  return [...dues].map((due) => {
    const then = { ...stood, legalDue: new Date(due) };
    const own = sounded.filter((act) => standAt(dossier, act.at).legalDue.getTime() === due);
    return {
      ...{ step: null, round: null, due: then.legalDue, endedAt: stood.endedAt },
      cause: causeOfLateness(dossier, then),
      alarms: own.map((act) => ({ kind: 'legal-breach' as const, at: act.at })),
      deeds: deedsWithin(known, then.legalDue, stood.endedAt),
    };
  });
}

function stepBreaches(dossier: LivedDossier, known: LivedDossier, at: Date): Breach[] {
  return dossier.rounds.flatMap((round): Breach[] => {
    const alarms = known.acts.filter(
      ({ action, details }) =>
        isAlarm(action) && details['step'] === round.step && details['round'] === round.round,
    );
    const own = alarms.filter(({ action }) => action !== 'legal-breach');
    const sounded = own.find(({ action }) => action === 'breach');
    const due = dueOf(round, standAt(dossier, sounded?.at ?? at).legalDue);
    const endedAt = round.endedAt && round.endedAt <= at ? round.endedAt : null;
    if (round.startedAt > at || (!sounded && (endedAt ?? at) <= due)) return [];
    return [
      {
        ...{ step: round.step, round: round.round, due, endedAt },
        cause: causeOfStep(round, due, known),
        alarms: own.map(({ action, at: when }) => ({ kind: action as AlarmKind, at: when })),
        deeds: deedsWithin(known, due > round.startedAt ? due : round.startedAt, endedAt),
      },
    ];
  });
}

/** The earlier of the chain of budgets and the law. */
function dueOf({ dueByHours }: LivedRound, legalDue: Date): Date {
  return dueByHours < legalDue ? dueByHours : legalDue;
}

function causeOfStep(round: LivedRound, due: Date, { acts }: LivedDossier): BreachCause {
  const within = (act: LivedAct) => act.at >= round.startedAt && act.at <= due;
  if (acts.some((act) => act.action === 'not-signed' && within(act))) return 'signing-failed';
  if (round.round > 1) return 'returned';
  if (round.startedAt >= due) return 'received-late';
  return due < round.dueByHours ? 'law-first' : 'overran';
}

function deedsWithin({ acts }: LivedDossier, due: Date, endedAt: Date | null): LivedAct[] {
  const until = endedAt ?? new Date(8.64e15);
  return acts.filter(
    ({ action, at, details }) =>
      at >= due &&
      at <= until &&
      (deeds as readonly string[]).includes(action) &&
      (action !== 'issue-letter' || details['kind'] === 'apology'),
  );
}

function isAlarm(action: string): boolean {
  return (alarmActs as readonly string[]).includes(action);
}
