import { createHash } from 'node:crypto';
import { viewFee } from '../../api/counter/view-fee';
import type { AuditFacts } from '../../db/audit/record-audit';
import type { Dossier, Remark, StepClock, Visit } from '../../db/dossiers/entity';
import type { Letter } from '../../db/letters/entity';
import type { SampleNumber } from '../../db/sample/write-sample-office';
import type { Calendar } from '../../deadlines/calendar';
import { computeDeadlines } from '../../deadlines/due';
import { type DossierClockFacts, planDossierStep } from '../../deadlines/plan-dossier-step';
import { addWorkingDays, closeOfDay, workingMsBetween } from '../../deadlines/working-time';
import { actionDeclarations, isFinal, stageDeclarations, type Step } from '../../domain/process';
import { calendarVersionOf, policyVersionOf } from '../../policies/pinned-rules';
import type { Policy } from '../../policies/policy';
import { formatRegisterNumber } from '../../policies/register-number';
import { dayOf, formatInstantVi } from '../../time/time';
import type { LivedAct, LivedDossier } from './live-office';

/** What one dossier leaves in the tables. */
export interface Records {
  dossier: Dossier;
  clocks: StepClock[];
  letters: Letter[];
  remarks: Remark[];
  events: AuditFacts[];
  number: SampleNumber | null;
}

export interface Person {
  id: string;
  fullName: string;
  title: string | null;
}

interface Setting {
  policy: Policy;
  calendar: Calendar;
  officeId: string;
  people: readonly Person[];
  /** Makes the next id. */
  nextId: () => string;
  until: number;
}

/**
 * Writes one lived dossier down as acceptance, transitions, extensions and alarms would: the same dues from the
 * same engine, the same events. Pure but for the ids that it takes.
 */
export function recordLife(
  setting: Setting,
  lived: LivedDossier,
  named: { id: string; code: string; visit: Visit },
): Records {
  const life = new RecordedLife(setting, lived, named);
  for (const act of lived.acts) {
    life.soundUntil(act.at);
    life.act(act);
  }
  life.soundUntil(setting.until);
  return life.records;
}

class RecordedLife {
  readonly records: Records;
  private readonly used: Record<Step, number> = { create: 0, sign: 0, seal: 0 };
  private running: StepClock | null;
  private facts: DossierClockFacts;

  constructor(
    private readonly setting: Setting,
    private readonly lived: LivedDossier,
    { id, code, visit }: { id: string; code: string; visit: Visit },
  ) {
    const { policy, calendar, officeId } = setting;
    const { acceptedAt, complexGround, pages, copies } = lived;
    const complex = complexGround !== null;
    const question = { acceptedAt, policy, calendar, complex };
    const ground = complexGround ?? undefined;
    const deadlines = computeDeadlines({ ...question, extensionGround: ground });
    const extendDays = complex ? policy.complex.extensionDays : 0;
    this.facts = { ...question, legalDue: deadlines.legalDue, extendDays, extensionGround: ground };
    const dossier: Dossier = {
      ...{ id, code, officeId, visitId: visit.id, stage: 'accepted' },
      ...{ documentType: lived.documentType, originalPages: pages, copies },
      ...{ fee: viewFee(policy, pages, copies), scanCompared: lived.scanCompared },
      policy: policyVersionOf(policy),
      calendar: calendarVersionOf(calendar),
      acceptedAt: new Date(acceptedAt),
      receivedAt: new Date(deadlines.receivedAt),
      legalDue: new Date(deadlines.legalDue),
      appointmentSlip: deadlines.slip,
      ...{ complex, extensionGround: complexGround, extensionDays: extendDays },
      ...{ agreedUntil: null, because: deadlines.because },
      ...{ waitingFor: null, waitingParams: null, waitingSince: null, waitingUntil: null },
      ...{ refusalGround: null, lastRemarkId: null, receivedScanHash: null, scanHash: null },
      ...{ scanPages: pages, scanBytes: null, certifiedHash: null, sealedHash: null },
      ...{ copyHash: null, formsDroppedAt: null, feeHeld: null },
      publicToken: createHash('sha256').update(code).digest('base64url').slice(0, 24),
      ...{ signedBy: null, signerName: null, signerTitle: null, deliveredAt: null, endedAt: null },
    };
    this.records = { dossier, clocks: [], letters: [], remarks: [], events: [], number: null };
    this.event('accept', acceptedAt, this.personId(lived.acceptedBy), 'accept', {
      ...{ to: 'accepted', policy: dossier.policy, calendar: dossier.calendar },
      ...{ extensionDays: extendDays, extensionGround: complexGround },
    });
    this.running = this.open('create', deadlines.receivedAt);
    if (deadlines.slip) this.letter('slip', deadlines.legalDue, null, 'Trả sau ngày tiếp nhận.');
  }

  act(act: LivedAct): void {
    if (act.action === 'extend') this.extend(act);
    else this.move(act, act.action);
  }

  /** Alarms of the running step and of the law, in the order of their instants. */
  soundUntil(until: number): void {
    const { dossier } = this.records;
    const clock = this.running;
    const alarms: { at: number; sound: () => void }[] = [];
    const add = (at: number | undefined, sound: (at: number) => void) => {
      if (at !== undefined && at <= until) alarms.push({ at, sound: () => sound(at) });
    };
    if (clock) {
      const { noticeAt, due, escalateAt, noticedAt, breachedAt, escalatedAt } = clock;
      if (!noticedAt) add(noticeAt.getTime(), (at) => this.alarm('notice', clock, at));
      if (!breachedAt) add(due.getTime(), (at) => this.alarm('breach', clock, at));
      if (!escalatedAt) add(escalateAt?.getTime(), (at) => this.alarm('escalation', clock, at));
    }
    const legalDue = dossier.legalDue.getTime();
    const key = `legal-breach:${dossier.legalDue.toISOString()}`;
    if (!isFinal(dossier.stage) && !this.has(key)) add(legalDue, (at) => this.legalBreach(key, at));
    alarms.sort((one, other) => one.at - other.at).forEach(({ sound }) => sound());
  }

  private alarm(kind: 'notice' | 'breach' | 'escalation', clock: StepClock, at: number): void {
    const marks = { notice: 'noticedAt', breach: 'breachedAt', escalation: 'escalatedAt' } as const;
    const { step, round, due } = clock;
    const key = `${kind}:${step}:${round}:${due.toISOString()}`;
    // An extension that leaves the step's due where it was calls for no second alarm.
    if (this.has(key)) return;
    clock[marks[kind]] = new Date(at);
    this.event(kind, at, null, key, { step, round });
  }

  /** With the apology that it drafts, and which a person issues soon after. */
  private legalBreach(key: string, at: number): void {
    const { calendar } = this.setting;
    const { step = null, round = null } = this.running ?? {};
    this.event('legal-breach', at, null, key, { step, round });
    const due = closeOfDay(calendar, addWorkingDays(calendar, dayOf(at), 1));
    const cause = this.lived.cause ?? 'lượng hồ sơ trong ngày tăng';
    const words = `Quá hạn trả kết quả ${formatInstantVi(at)}; hẹn lại ${formatInstantVi(due)}. Nguyên nhân: ${cause}.`;
    this.letter('apology', due, at, words);
  }

  private letter(kind: Letter['kind'], due: number, previousDue: number | null, reason: string) {
    const { records, setting, lived } = this;
    const at = previousDue ?? lived.acceptedAt;
    const issuedAt = at + 20 * 60_000;
    const isIssued = issuedAt <= setting.until;
    const id = setting.nextId();
    const issuedBy = isIssued ? this.personId(lived.acceptedBy) : null;
    records.letters.push({
      ...{ dossierId: records.dossier.id, kind, due: new Date(due), id, reason },
      officeId: setting.officeId,
      previousDue: previousDue === null ? null : new Date(previousDue),
      draftedAt: new Date(at),
      body: isIssued ? reason : null,
      ...{ editedBy: null, issuedAt: isIssued ? new Date(issuedAt) : null, issuedBy },
    });
    if (!isIssued) return;
    const details = { letter: id, kind, due: new Date(due).toISOString() };
    this.event('issue-letter', issuedAt, issuedBy, `issue-letter:${id}`, details);
  }

  private extend({ at, by, ground = '', days = 0 }: LivedAct): void {
    const { dossier } = this.records;
    const { policy } = this.setting;
    const facts = { ...this.facts, extendDays: days, extensionGround: ground };
    const { legalDue, because, slip } = computeDeadlines(facts);
    const oldDue = dossier.legalDue;
    this.facts = { ...facts, legalDue };
    Object.assign(dossier, {
      ...{ extensionGround: ground, extensionDays: days, because, legalDue: new Date(legalDue) },
      appointmentSlip: dossier.appointmentSlip || slip,
    });
    const clock = this.running;
    if (clock) {
      const plan = planDossierStep(this.facts, clock.step, clock.startedAt.getTime(), this.used);
      const { dueByHours, due, pace, noticeAt, escalateAt } = datesOf(plan);
      Object.assign(clock, { dueByHours, due, pace, noticeAt, escalateAt });
      if (noticeAt.getTime() > at) clock.noticedAt = null;
      if (due.getTime() > at) clock.breachedAt = null;
      if (escalateAt !== null && escalateAt.getTime() > at) clock.escalatedAt = null;
    }
    const words = policy.extension.grounds.find(({ id }) => id === ground)?.vi ?? ground;
    this.letter('slip', legalDue, oldDue.getTime(), `Kéo dài thời hạn theo căn cứ “${words}”.`);
    this.event('extend', at, this.personId(by), `extend:${at}`, {
      ...{ ground, days, agreedUntil: null },
      ...{ oldDue: oldDue.toISOString(), newDue: dossier.legalDue.toISOString() },
    });
  }

  private move(
    { at, by, ground, remark }: LivedAct,
    action: Exclude<LivedAct['action'], 'extend'>,
  ) {
    const { dossier, remarks } = this.records;
    const actorId = this.personId(by);
    const from = dossier.stage;
    const { to } = actionDeclarations[action];
    const details: AuditFacts['details'] = { from, to };
    if (remark !== undefined) {
      const id = this.setting.nextId();
      remarks.push({
        ...{ id, dossierId: dossier.id, actorId: String(actorId), text: remark, at: new Date(at) },
      });
      dossier.lastRemarkId = id;
      details['remarkId'] = id;
    }
    if (ground !== undefined) {
      dossier.refusalGround = ground;
      details['ground'] = ground;
    }
    if (action === 'sign') this.signed(by);
    if (action === 'seal') this.numbered(at, String(actorId));
    this.moveClock(stageDeclarations[to].step, at, actorId);
    dossier.stage = to;
    if (isFinal(to)) dossier.endedAt = new Date(at);
    if (action === 'deliver') {
      dossier.deliveredAt = new Date(at);
      dossier.formsDroppedAt = new Date(at);
    }
    this.event(action, at, actorId, `${action}:${at}`, details);
  }

  private signed(by: number | null): void {
    const { id, fullName, title } = this.personAt(by);
    Object.assign(this.records.dossier, { signedBy: id, signerName: fullName, signerTitle: title });
  }

  private numbered(at: number, actorId: string): void {
    const { policy } = this.setting;
    const format = (number: number) => formatRegisterNumber(policy, number);
    this.records.number = { dossier: this.records.dossier, at: new Date(at), actorId, format };
  }

  private moveClock(next: Step | null, at: number, actorId: string | null): void {
    const { running } = this;
    if (running !== null && running.step === next) return;
    if (running !== null) {
      const usedMs = workingMsBetween(this.setting.calendar, running.startedAt.getTime(), at);
      Object.assign(running, { endedAt: new Date(at), usedMs, actorId });
      this.used[running.step] += usedMs;
    }
    this.running = next === null ? null : this.open(next, at);
  }

  private open(step: Step, at: number): StepClock {
    const plan = planDossierStep(this.facts, step, at, this.used);
    const rounds = this.records.clocks.filter((clock) => clock.step === step).length;
    const clock: StepClock = {
      ...{ dossierId: this.records.dossier.id, step, round: rounds + 1 },
      ...{ startedAt: new Date(at), endedAt: null, budgetMs: plan.budgetMs, usedMs: null },
      ...datesOf(plan),
      ...{ actorId: null, noticedAt: null, breachedAt: null, escalatedAt: null },
    };
    this.records.clocks.push(clock);
    return clock;
  }

  private has(key: string): boolean {
    return this.records.events.some(({ actKey }) => actKey === key);
  }

  private event(
    action: string,
    at: number,
    actorId: string | null,
    actKey: string,
    details: AuditFacts['details'],
  ): void {
    const { officeId } = this.setting;
    const { id: dossierId } = this.records.dossier;
    this.records.events.push({
      ...{ officeId, dossierId, actorId, action, actKey, details, at: new Date(at) },
    });
  }

  private personId(by: number | null): string | null {
    return by === null ? null : this.personAt(by).id;
  }

  private personAt(by: number | null): Person {
    const person = by === null ? undefined : this.setting.people[by];
    if (!person) throw new RangeError('nobody has this number');
    return person;
  }
}

function datesOf(plan: ReturnType<typeof planDossierStep>) {
  return {
    dueByHours: new Date(plan.dueByHours),
    due: new Date(plan.due),
    pace: new Date(plan.pace),
    noticeAt: new Date(plan.noticeAt),
    escalateAt: plan.escalateAt === null ? null : new Date(plan.escalateAt),
  };
}
