import type { Dossier, StepClock } from '../db/dossiers/entity';
import type { AuditEvent } from '../db/audit/entity';
import { computeDeadlines } from '../deadlines/due';
import type { PauseSpan } from '../deadlines/pauses';
import { planDossierStep } from '../deadlines/plan-dossier-step';
import { parseDate } from '../deadlines/parse-time';
import { formatInstant } from '../time/time';
import { workingMsBetween } from '../deadlines/working-time';
import { SaoyError } from '../domain/problem';
import { type Stage, stageDeclarations, type Step } from '../domain/process';
import { computeFee } from '../policies/fee';
import type { Rules } from '../policies/load-rules';
import { getPinnedCalendar, getPinnedPolicy } from '../policies/pinned-rules';

/** One decision that stands otherwise than its rules and its log give it. */
export interface Difference {
  /** As `legal due`, `create 1: pace`, `rederive 2026-…: new due`. */
  what: string;
  recorded: string;
  recomputed: string;
}

export interface RecordedLife {
  dossier: Dossier;
  clocks: readonly StepClock[];
  /** Of this dossier, in the order of the log. */
  events: readonly AuditEvent[];
}

/**
 * Lives a dossier again from its audit log, by the rules that it pinned: receipt, legal due, every round of
 * every step, fee. Pure; nothing that was computed then is taken over but to be compared.
 * @returns what differs, in the order of its life; empty: every decision is found again
 * @throws SaoyError `input-invalid` for a log without an acceptance; `policy-unknown`, `calendar-unknown`
 */
export function rederiveDossier(rules: Rules, recorded: RecordedLife): Difference[] {
  const life = new Life(rules, recorded);
  for (const event of recorded.events) life.follow(event);
  return life.compare();
}

interface Round {
  step: Step;
  round: number;
  startedAt: number;
  budgetMs: number;
  usedMs: number | null;
  dueByHours: number;
  due: number;
  pace: number;
  noticeAt: number;
}

class Life {
  private readonly differences: Difference[] = [];
  private readonly rounds: Round[] = [];
  private readonly pauses: PauseSpan[] = [];
  private pausedFrom: Omit<PauseSpan, 'to'> | null = null;
  private step: Step | null = null;
  private calendarPin: string;
  private extension: { days: number; ground: string | null; agreedUntil: string | null };
  private readonly policyPin: string;
  private readonly acceptedAt: number;
  private due = { receivedAt: 0, legalDue: 0 };

  constructor(
    private readonly rules: Rules,
    private readonly recorded: RecordedLife,
  ) {
    const { dossier, events } = recorded;
    const accept = events.find(({ action }) => action === 'accept');
    if (accept === undefined) {
      throw new SaoyError('input-invalid', {
        field: dossier.code,
        reason: 'no acceptance in the log',
      });
    }
    const { policy, calendar, extensionDays } = accept.details;
    this.policyPin = String(policy);
    this.calendarPin = String(calendar);
    // A dossier of an earlier visit shares its acceptance time.
    this.acceptedAt = dossier.acceptedAt.getTime();
    const wasExtended = events.some(({ action }) => action === 'extend');
    this.extension = {
      days: Number(extensionDays ?? (wasExtended ? 0 : dossier.extensionDays)),
      ground: dossier.extensionGround,
      agreedUntil: null,
    };
  }

  follow({ action, details, at }: AuditEvent): void {
    switch (action) {
      case 'accept':
        this.due = this.computeDue();
        return this.open('create', this.due.receivedAt);
      case 'extend':
        this.extension = {
          days: Number(details['days']),
          ground: String(details['ground']),
          agreedUntil: (details['agreedUntil'] ?? null) as string | null,
        };
        return this.move(action, details);
      case 'rederive':
        this.calendarPin = String(details['calendar']);
        return this.move(action, details);
      case 'pause':
        this.close(at.getTime());
        this.pausedFrom = {
          from: at.getTime(),
          ground: String(details['ground']),
          stopsLegal: details['stopsLegal'] === true,
        };
        return;
      case 'resume':
        if (this.pausedFrom !== null) this.pauses.push({ ...this.pausedFrom, to: at.getTime() });
        this.pausedFrom = null;
        this.move(action, details);
        if (this.step !== null) this.open(this.step, at.getTime());
        return;
      default:
        if (typeof details['to'] === 'string') this.enter(details['to'] as Stage, at.getTime());
    }
  }

  compare(): Difference[] {
    const { dossier, clocks } = this.recorded;
    const policy = getPinnedPolicy(this.rules, this.policyPin);
    this.expect('policy', dossier.policy, this.policyPin);
    this.expect('calendar', dossier.calendar, this.calendarPin);
    this.expectInstant('receipt', dossier.receivedAt, this.due.receivedAt);
    this.expectInstant('legal due', dossier.legalDue, this.due.legalDue);
    const fee = computeFee(policy, dossier.originalPages, dossier.copies);
    this.expect('fee', dossier.fee.total, fee.total);
    this.expect('rounds of steps', clocks.length, this.rounds.length);
    for (const round of this.rounds) {
      const clock = clocks.find((one) => one.step === round.step && one.round === round.round);
      const name = `${round.step} ${round.round}`;
      if (clock === undefined) {
        this.differences.push({
          what: name,
          recorded: 'missing',
          recomputed: 'a round of the step',
        });
        continue;
      }
      this.expect(`${name}: budget`, clock.budgetMs, round.budgetMs);
      this.expect(`${name}: used`, clock.usedMs, round.usedMs);
      this.expectInstant(`${name}: start`, clock.startedAt, round.startedAt);
      this.expectInstant(`${name}: due by hours`, clock.dueByHours, round.dueByHours);
      this.expectInstant(`${name}: due`, clock.due, round.due);
      this.expectInstant(`${name}: pace`, clock.pace, round.pace);
      this.expectInstant(`${name}: notice`, clock.noticeAt, round.noticeAt);
    }
    return this.differences;
  }

  /** Due times moved: what the log says of before and after, and the running step planned anew. */
  private move(action: string, { oldDue, newDue }: AuditEvent['details']): void {
    const before = this.due.legalDue;
    this.due = this.computeDue();
    this.expectInstant(`${action}: old due`, new Date(String(oldDue)), before);
    this.expectInstant(`${action}: new due`, new Date(String(newDue)), this.due.legalDue);
    const running = this.rounds.at(-1);
    if (running?.usedMs !== null) return;
    Object.assign(running, this.plan(running.step, running.startedAt));
  }

  private enter(stage: Stage, at: number): void {
    const { step } = stageDeclarations[stage];
    if (step === this.step) return;
    this.close(at);
    if (step === null) this.step = null;
    else this.open(step, at);
  }

  private open(step: Step, at: number): void {
    this.step = step;
    const round = 1 + this.rounds.filter((one) => one.step === step).length;
    this.rounds.push({ step, round, startedAt: at, usedMs: null, ...this.plan(step, at) });
  }

  private close(at: number): void {
    const running = this.rounds.at(-1);
    if (running?.usedMs === null) {
      running.usedMs = workingMsBetween(this.calendar, running.startedAt, at);
    }
  }

  private plan(step: Step, at: number) {
    const used = { create: 0, sign: 0, seal: 0 };
    for (const round of this.rounds) used[round.step] += round.usedMs ?? 0;
    const facts = { ...this.facts, legalDue: this.due.legalDue };
    const { budgetMs, dueByHours, due, pace, noticeAt } = planDossierStep(facts, step, at, used);
    return { budgetMs, dueByHours, due, pace, noticeAt };
  }

  private computeDue() {
    const { receivedAt, legalDue } = computeDeadlines(this.facts);
    return { receivedAt, legalDue };
  }

  private get calendar() {
    return getPinnedCalendar(this.rules, this.calendarPin);
  }

  private get facts() {
    const { days, ground, agreedUntil } = this.extension;
    return {
      policy: getPinnedPolicy(this.rules, this.policyPin),
      calendar: this.calendar,
      acceptedAt: this.acceptedAt,
      complex: this.recorded.dossier.complex,
      extendDays: days,
      extensionGround: ground ?? undefined,
      extendUntil: agreedUntil === null ? undefined : parseDate(agreedUntil),
      pauses: this.pauses,
    };
  }

  private expectInstant(what: string, recorded: Date, recomputed: number): void {
    this.expect(what, formatInstant(recorded.getTime()), formatInstant(recomputed));
  }

  private expect(
    what: string,
    recorded: string | number | null,
    recomputed: string | number | null,
  ) {
    if (recorded === recomputed) return;
    this.differences.push({ what, recorded: String(recorded), recomputed: String(recomputed) });
  }
}
