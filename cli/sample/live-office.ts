import type { Calendar } from '../../deadlines/calendar';
import { computeDeadlines, extensionDays } from '../../deadlines/due';
import { addWorkingMs, isWorkingDay, nextWorkingInstant } from '../../deadlines/working-time';
import type { Policy } from '../../policies/policy';
import { type Action, type Step } from '../../domain/process';
import { type Day, dayOf, msPerMinute, startOfDay, weekdayOf } from '../../time/time';
import type { Random } from './random';

/** One act in the life of a dossier. Instants are epoch milliseconds. */
export interface LivedAct {
  action: Exclude<Action, 'accept'> | 'extend';
  at: number;
  /** Index of the person among those of the office; null: Sao Y itself. */
  by: number | null;
  /** Of a refusal or an extension. */
  ground?: string;
  /** Of an extension, working days. */
  days?: number;
  /** Why it came back, was refused, cancelled or withdrawn. */
  remark?: string;
}

export interface LivedDossier {
  /** Number of the visit it was brought in; several originals of one person share it. */
  visit: number;
  acceptedAt: number;
  acceptedBy: number;
  documentType: string;
  pages: number;
  copies: number;
  scanCompared: boolean;
  /** Accepted on the complex track. */
  complexGround: string | null;
  acts: LivedAct[];
  /** What held it up, where it became late by that. */
  cause: string | null;
}

/** People of an office by the step they work on; the numbers are theirs in the whole office. */
export type SampleTeam = Record<Step, readonly number[]>;

interface Setting {
  random: Random;
  policy: Policy;
  calendar: Calendar;
  team: SampleTeam;
  /** First day of the story. */
  from: Day;
  /** The story goes no further; epoch milliseconds. */
  until: number;
  /** Dossiers on a usual day. */
  load: number;
}

/** Share of a usual day that comes on each weekday, Sunday first. */
const byWeekday = [0, 1.25, 1, 0.95, 0.95, 1.1, 0.6];
/** Arrivals by hour at UTC+7: two peaks, the second before the cut-off. */
const byHour = [
  [8, 1],
  [9, 1.6],
  [10, 1.4],
  [11, 0.7],
  [13, 0.6],
  [14, 2.1],
  [15, 0.7],
  [16, 0.45],
  [17, 0.1],
] as const;
const pagesDrawn = [
  [1, 42],
  [2, 30],
  [4, 14],
  [8, 8],
  [16, 4],
  [40, 2],
] as const;
const returnReasons = [
  'Ảnh quét mờ, không đọc được số hiệu',
  'Sai loại giấy tờ so với bản chính',
  'Thiếu trang so với bản chính',
  'Họ tên người yêu cầu chưa đúng',
] as const;
const endReasons = {
  refuse: 'Đã giải thích lý do cho người yêu cầu (dữ liệu mẫu)',
  cancel: 'Nhập trùng hồ sơ (dữ liệu mẫu)',
  withdraw: 'Người yêu cầu không còn nhu cầu (dữ liệu mẫu)',
} as const;
/** Working minutes: half of all work takes less, and how long a paper lies before it is taken up on average. */
const pace: Record<Step, { work: number; lies: number }> = {
  create: { work: 8, lies: 12 },
  sign: { work: 2.5, lies: 24 },
  seal: { work: 3, lies: 11 },
};

interface Task {
  readyAt: number;
  step: Step;
  dossier: LivedDossier;
}

/** What an office lives through from day to day: people come, are away, tokens fail, papers come back. */
export function liveOffice(setting: Setting): LivedDossier[] {
  const office = new LivingOffice(setting);
  const { calendar, from, until } = setting;
  for (let day = from; day <= dayOf(until); day += 1) {
    if (isWorkingDay(calendar, day)) office.liveDay(day);
  }
  office.finish();
  // What follows is lived too, and not told: the story up to an instant is the same however far it goes on.
  return office.dossiers.map((dossier) => ({
    ...dossier,
    acts: dossier.acts.filter(({ at }) => at <= until),
  }));
}

class LivingOffice {
  readonly dossiers: LivedDossier[] = [];
  private readonly tasks: Task[] = [];
  private readonly freeAt = new Map<number, number>();
  private readonly away = new Map<number, Day>();
  /** Until when no token signs on a day of trouble. */
  private troubleUntil = 0;
  private visits = 0;

  constructor(private readonly setting: Setting) {}

  liveDay(day: Day): void {
    const { random, team } = this.setting;
    for (const person of Object.values(team).flat()) {
      if ((this.away.get(person) ?? 0) < day && random.happens(0.014)) {
        this.away.set(person, day + random.between(0, 3));
      }
    }
    if (random.happens(0.008)) {
      this.troubleUntil = startOfDay(day) + random.between(14, 17) * 60 * msPerMinute;
    }
    for (const at of this.drawArrivals(day)) this.arrive(at);
    this.work(startOfDay(day + 1));
  }

  finish(): void {
    this.work(Infinity);
  }

  private drawArrivals(day: Day): number[] {
    const { random, calendar, load, until } = this.setting;
    const count = random.poisson(load * (byWeekday[weekdayOf(day)] ?? 0));
    return Array.from({ length: count }, () => {
      const minute = random.weighted(byHour) * 60 + random.between(0, 59);
      return startOfDay(day) + minute * msPerMinute + random.between(0, 59_000);
    })
      .filter((at) => at <= until && nextWorkingInstant(calendar, at) === at)
      .sort((one, other) => one - other);
  }

  private arrive(at: number): void {
    const { random, policy } = this.setting;
    this.visits += 1;
    const clerks = this.onDuty('create', dayOf(at));
    const acceptedBy = random.pick(clerks.length > 0 ? clerks : this.setting.team.create);
    const originals = random.weighted([
      [1, 82],
      [2, 13],
      [3, 5],
    ]);
    for (let original = 0; original < originals; original += 1) {
      const pages = random.weighted(pagesDrawn) + (random.happens(0.3) ? 1 : 0);
      const copies = random.happens(0.85) ? random.between(1, 3) : random.between(4, 20);
      const isComplex = random.happens(pages > 30 || copies > 15 ? 0.5 : 0.015);
      const dossier: LivedDossier = {
        ...{ visit: this.visits, acceptedAt: at, acceptedBy, pages, copies },
        documentType: random.pick(policy.documentTypes.suggested),
        scanCompared: random.happens(0.1),
        complexGround: isComplex ? random.pick(policy.extension.grounds).id : null,
        ...{ acts: [], cause: null },
      };
      this.dossiers.push(dossier);
      this.put({ readyAt: at, step: 'create', dossier });
    }
  }

  private work(before: number): void {
    for (;;) {
      const task = this.tasks[0];
      if (!task || task.readyAt >= before) return;
      this.tasks.shift();
      this.take(task);
    }
  }

  /** Keeps the tasks in the order in which they are ready. */
  private put(task: Task): void {
    let place = this.tasks.length;
    while (place > 0 && (this.tasks[place - 1]?.readyAt ?? 0) > task.readyAt) place -= 1;
    this.tasks.splice(place, 0, task);
  }

  private take({ readyAt, step, dossier }: Task): void {
    const { random, calendar, team } = this.setting;
    const { work, lies } = pace[step];
    const takenUp = addWorkingMs(calendar, readyAt, msOf(random.exponential(lies)));
    const { start, by } = this.whoAndWhen(step, takenUp, team[step]);
    const pagesOver = Math.max(0, dossier.pages - 4) * (step === 'create' ? 0.6 : 0.1);
    const slow = dossier.complexGround !== null && step === 'create' ? 6 : 1;
    const minutes = random.logNormal(work, 0.6) * slow + pagesOver;
    const end = addWorkingMs(calendar, start, msOf(minutes));
    this.freeAt.set(by, end);
    if (end - takenUp > 20 * 60 * msPerMinute) dossier.cause ??= 'người được phân công vắng mặt';
    if (step === 'create') this.create(dossier, by, start, end);
    else if (step === 'sign') this.sign(dossier, by, end);
    else this.seal(dossier, by, end);
  }

  /** The person who can begin first; a day on which nobody of the step is there passes. */
  private whoAndWhen(step: Step, from: number, everyone: readonly number[]) {
    const { calendar } = this.setting;
    let at = from;
    if (step !== 'create' && at < this.troubleUntil && dayOf(at) === dayOf(this.troubleUntil - 1)) {
      at = nextWorkingInstant(calendar, this.troubleUntil);
    }
    for (let days = 0; days < 10; days += 1) {
      const day = dayOf(at);
      const here = this.onDuty(step, day);
      if (here.length > 0) {
        const starts = here.map((by) => ({ by, start: Math.max(at, this.freeAt.get(by) ?? 0) }));
        return starts.reduce((best, one) => (one.start < best.start ? one : best));
      }
      at = nextWorkingInstant(calendar, startOfDay(day + 1));
    }
    return { by: everyone[0] ?? 0, start: at };
  }

  private onDuty(step: Step, day: Day): number[] {
    return this.setting.team[step].filter((person) => (this.away.get(person) ?? 0) < day);
  }

  private create(dossier: LivedDossier, by: number, start: number, end: number): void {
    const { random, policy, calendar } = this.setting;
    const isAgain = dossier.acts.some(({ action }) => action === 'return');
    if (!isAgain && random.happens(0.022)) {
      const ground = random.weighted(policy.refusalGrounds.map(({ id }, at) => [id, 6 - at]));
      dossier.acts.push({ action: 'refuse', at: end, by, ground, remark: endReasons.refuse });
      return;
    }
    if (random.happens(isAgain ? 0.06 : 0.004)) {
      dossier.acts.push({ action: 'cancel', at: end, by, remark: endReasons.cancel });
      return;
    }
    if (random.happens(0.004)) {
      dossier.acts.push({ action: 'withdraw', at: end, by, remark: endReasons.withdraw });
      return;
    }
    const { acceptedAt } = dossier;
    const { legalDue } = computeDeadlines({ acceptedAt, policy, calendar });
    const isExtended =
      dossier.complexGround !== null || dossier.acts.some(({ action }) => action === 'extend');
    const isTight = !isExtended && end > legalDue - 90 * msPerMinute;
    if (isTight && start < legalDue && random.happens(0.35)) {
      const ground = random.pick(policy.extension.grounds).id;
      const days = extensionDays({
        acceptedAt,
        policy,
        calendar,
        extendDays: random.between(1, 2),
      });
      dossier.acts.push({ action: 'extend', at: start, by, ground, days });
    }
    dossier.acts.push({ action: 'submit', at: end, by });
    this.put({ readyAt: end, step: 'sign', dossier });
  }

  private sign(dossier: LivedDossier, by: number, end: number): void {
    const { random, policy } = this.setting;
    if (random.happens(0.035)) return this.sendBack(dossier, by, end);
    if (random.happens(0.002)) {
      const ground = random.pick(policy.refusalGrounds).id;
      dossier.acts.push({ action: 'refuse', at: end, by, ground, remark: endReasons.refuse });
      return;
    }
    dossier.acts.push({ action: 'sign', at: end, by });
    this.put({ readyAt: end, step: 'seal', dossier });
  }

  private seal(dossier: LivedDossier, by: number, end: number): void {
    const { random } = this.setting;
    if (random.happens(0.006)) return this.sendBack(dossier, by, end);
    dossier.acts.push({ action: 'seal', at: end, by });
    const completed = end + random.between(4_000, 40_000);
    const delivered = completed + random.between(1_000, 20_000);
    dossier.acts.push({ action: 'complete', at: completed, by: null });
    dossier.acts.push({ action: 'deliver', at: delivered, by: null });
    if (end < this.troubleUntil + 90 * msPerMinute && dayOf(end) === dayOf(this.troubleUntil - 1)) {
      dossier.cause ??= 'token ký số gặp sự cố';
    }
  }

  private sendBack(dossier: LivedDossier, by: number, at: number): void {
    const remark = this.setting.random.pick(returnReasons);
    dossier.acts.push({ action: 'return', at, by, remark });
    dossier.cause ??= 'hồ sơ bị trả lại để sửa';
    this.put({ readyAt: at, step: 'create', dossier });
  }
}

function msOf(minutes: number): number {
  return Math.round(minutes * msPerMinute);
}
