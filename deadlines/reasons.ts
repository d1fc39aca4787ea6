import type { Calendar } from './calendar';
import type { DeadlineQuestion, Deadlines, StepFigures, StepQuestion } from './questions';
import type { DeadlineRules, Reason } from './rules';
import { explainDaysBetween, explainHours, explainOutsideHours } from './reasons-of-days';
import { parseDate } from './parse-time';
import {
  type Day,
  dayOf,
  formatDate,
  formatDateVi,
  formatInstantVi,
  formatTime,
  timeOfDay,
} from '../time/time';
import { addWorkingDays, isWorkingDay, workingDayFrom } from './working-time';

/** The rules that made a dossier's due times, in the order they were applied, as an inspector reads them. */
export function explainDeadlines(question: DeadlineQuestion, deadlines: Deadlines): Reason[] {
  const { policy, calendar } = question;
  const { receivedAt, legalDue } = deadlines;
  const [received, due] = [dayOf(receivedAt), dayOf(legalDue)];
  const until = dayOf(lastInstant(deadlines));
  return [
    ...policyValidity(policy, dayOf(question.acceptedAt)),
    {
      rule: `Tính từ lúc cán bộ tiếp nhận bản chính: ${formatInstantVi(question.acceptedAt)}.`,
      citation: policy.clockStart.citation,
    },
    ...explainHours(calendar, received, undefined),
    ...explainOutsideHours(question, receivedAt),
    cutoff(question, receivedAt),
    ...extension(question, baseDay(question, receivedAt)),
    ...explainDaysBetween(calendar, dayOf(question.acceptedAt), until),
    ...pausesOf(question),
    ...explainHours(calendar, due, received),
    endOfDay(question, legalDue),
    ...stepBudgets(question, deadlines),
    ...withinLaw(policy, deadlines),
    ...(deadlines.slip
      ? [
          {
            rule: `Trả sau ngày tiếp nhận nên phải cấp phiếu hẹn ghi rõ giờ, ngày trả kết quả: ${formatInstantVi(legalDue)}.`,
            citation: policy.slip.citation,
          },
        ]
      : []),
    ...prediction(calendar, until),
  ];
}

/** Why a step's figures are what they are when it starts. */
export function explainStep(question: StepQuestion, plan: StepFigures): Reason[] {
  const { policy } = question;
  const rule = policy.steps.find(({ step }) => step === question.step);
  const name = rule?.name ?? question.step;
  const reasons: Reason[] = [
    {
      rule: `${name}: hết thời gian của bước lúc ${formatInstantVi(plan.dueByHours)}.`,
      citation: rule?.citation ?? policy.hoursKind.citation,
    },
  ];
  if (plan.due < plan.dueByHours) {
    reasons.push({
      rule: `Hạn theo luật ${formatInstantVi(question.legalDue)} đến trước nên là hạn của bước.`,
      citation: policy.stepsWithinLaw.citation,
    });
  }
  if (plan.pace < plan.due) {
    reasons.push({
      rule: `Nên xong trước ${formatInstantVi(plan.pace)} để các bước sau còn đủ phần thời gian của mình.`,
      citation: policy.stepsWithinLaw.citation,
    });
  }
  reasons.push({
    rule: `Nhắc khi đã qua ${policy.notice.percent} % thời gian làm việc của bước: ${formatInstantVi(plan.noticeAt)}.`,
    citation: policy.notice.citation,
  });
  if (policy.escalation !== undefined && plan.escalateAt !== null) {
    reasons.push({
      rule: `Quá hạn của bước mà chưa xong: báo người điều hành lúc ${formatInstantVi(plan.escalateAt)}, sau ${policy.escalation.afterMinutes} phút làm việc.`,
      citation: policy.escalation.citation,
    });
  }
  return reasons;
}

function policyValidity(policy: DeadlineRules, day: Day): Reason[] {
  const date = formatDate(day);
  const inForce = policy.validFrom <= date && date <= (policy.validTo ?? date);
  if (inForce) return [];
  const until = policy.validTo === null ? '' : ` đến ${formatDateVi(parseDate(policy.validTo))}`;
  return [
    {
      rule: `Lưu ý: ngày tiếp nhận nằm ngoài thời gian hiệu lực của bộ quy định (từ ${formatDateVi(parseDate(policy.validFrom))}${until}); vẫn tính theo bộ này vì được chỉ định.`,
      citation: policy.name,
    },
  ];
}

/** Whether the cut-off leaves the receipt on its own day. */
function isSameDay({ policy }: DeadlineQuestion, receivedAt: number): boolean {
  const { timeMs, inclusive } = policy.cutoff;
  const time = timeOfDay(receivedAt);
  return inclusive ? time <= timeMs : time < timeMs;
}

function baseDay(question: DeadlineQuestion, receivedAt: number): Day {
  const day = dayOf(receivedAt);
  return isSameDay(question, receivedAt) ? day : addWorkingDays(question.calendar, day, 1);
}

function cutoff(question: DeadlineQuestion, receivedAt: number): Reason {
  const { timeMs, citation } = question.policy.cutoff;
  const received = `Nhận lúc ${formatTime(timeOfDay(receivedAt))}`;
  const day = formatDateVi(baseDay(question, receivedAt));
  const rule = isSameDay(question, receivedAt)
    ? `${received}, không sau ${formatTime(timeMs)}: trả trong ngày ${day}.`
    : `${received}, sau ${formatTime(timeMs)}: trả trong ngày làm việc tiếp theo, ${day}.`;
  return { rule, citation };
}

function extension(question: DeadlineQuestion, base: Day): Reason[] {
  const { policy, calendar, extendUntil } = question;
  const ground = policy.extension.grounds.find(({ id }) => id === question.extensionGround);
  const days =
    question.extendDays || (question.complex === true ? policy.complex.extensionDays : 0);
  const extended = days === 0 ? base : addWorkingDays(calendar, base, days);
  return [
    ...(ground ? [{ rule: `Lý do kéo dài: ${ground.vi}.`, citation: ground.citation }] : []),
    ...(days === 0 ? [] : [byDays(question, days, extended)]),
    ...(extendUntil === undefined ? [] : byAgreement(question, extendUntil, extended)),
  ];
}

function byDays({ policy, complex }: DeadlineQuestion, days: number, extended: Day): Reason {
  const rule = `kéo dài thêm ${days} ngày làm việc, tính từ ngày phải trả ban đầu, đến ${formatDateVi(extended)}.`;
  return complex === true
    ? { rule: `Phức tạp hoặc số lượng lớn: ${rule}`, citation: policy.complex.citation }
    : { rule: `K${rule.slice(1)}`, citation: policy.extension.citation };
}

function byAgreement({ policy, calendar }: DeadlineQuestion, until: Day, extended: Day): Reason[] {
  const { citation, dayOffCitation } = policy.extension;
  const date = formatDateVi(until);
  if (workingDayFrom(calendar, until) < extended) {
    const rule = `Thỏa thuận bằng văn bản ghi ngày ${date}, sớm hơn: không rút ngắn hạn đã có.`;
    return [{ rule, citation }];
  }
  const agreed = `Kéo dài đến ngày ${date} theo thỏa thuận bằng văn bản với người yêu cầu.`;
  if (isWorkingDay(calendar, until)) return [{ rule: agreed, citation }];
  return [
    { rule: agreed, citation },
    {
      rule: 'Ngày thỏa thuận là ngày nghỉ: hết hạn vào cuối ngày làm việc kế tiếp.',
      citation: dayOffCitation,
    },
  ];
}

function pausesOf({ policy, pauses = [] }: DeadlineQuestion): Reason[] {
  return pauses.map(({ from, to, ground, stopsLegal }) => {
    const rule = policy.pause.grounds.find(({ id }) => id === ground);
    const clock = stopsLegal
      ? 'thời hạn theo luật và thời gian của bước không tính trong lúc đó'
      : 'thời gian của bước không tính trong lúc đó, thời hạn theo luật vẫn tính';
    return {
      rule: `Tạm dừng từ ${formatInstantVi(from)} đến ${formatInstantVi(to)} (${rule?.vi ?? ground}): ${clock}.`,
      citation: rule?.citation ?? policy.pause.citation,
    };
  });
}

function endOfDay({ policy, pauses = [] }: DeadlineQuestion, legalDue: number): Reason {
  const end =
    policy.endOfDay.kind === 'close'
      ? 'Ngày làm việc kết thúc lúc hết giờ làm việc'
      : 'Ngày kết thúc lúc nửa đêm';
  const paused = pauses.some(({ stopsLegal }) => stopsLegal) ? ', cộng thời gian tạm dừng' : '';
  return {
    rule: `${end}${paused}: hạn theo luật là ${formatInstantVi(legalDue)}.`,
    citation: policy.endOfDay.citation,
  };
}

function stepBudgets(
  { policy, complex }: DeadlineQuestion,
  { steps, receivedAt }: Deadlines,
): Reason[] {
  const isWorking = policy.hoursKind.kind === 'working';
  const kind = isWorking ? 'giờ làm việc' : 'giờ liên tục';
  return [
    {
      rule: `Thời gian của các bước là ${kind}, nối tiếp nhau từ lúc nhận, ${formatInstantVi(receivedAt)}.`,
      citation: policy.hoursKind.citation,
    },
    ...steps.map(({ step, budgetMinutes, dueByHours }) => {
      const rule = policy.steps.find((each) => each.step === step);
      const isComplex = complex === true && rule?.complexBudgetMinutes !== undefined;
      const track = isComplex ? ' (phức tạp, số lượng lớn)' : '';
      return {
        rule: `${rule?.name ?? step}: không quá ${budgetText(budgetMinutes)}${track}, đến ${formatInstantVi(dueByHours)}.`,
        citation: rule?.citation ?? policy.hoursKind.citation,
      };
    }),
  ];
}

const minutesPerHour = 60;

/** `4 giờ`, `1 giờ 30 phút`, `45 phút`. */
function budgetText(minutes: number): string {
  const hours = Math.floor(minutes / minutesPerHour);
  const rest = minutes % minutesPerHour;
  return [hours > 0 ? `${hours} giờ` : '', rest > 0 || hours === 0 ? `${rest} phút` : '']
    .filter(Boolean)
    .join(' ');
}

function withinLaw(policy: DeadlineRules, { steps, legalDue }: Deadlines): Reason[] {
  if (!steps.some(({ dueByHours }) => dueByHours > legalDue)) return [];
  return [
    {
      rule: `Cộng thời gian các bước thì quá hạn theo luật: bước nào cũng không được quá ${formatInstantVi(legalDue)}, nhịp làm việc chia theo tỷ lệ thời gian của từng bước.`,
      citation: policy.stepsWithinLaw.citation,
    },
  ];
}

function prediction(calendar: Calendar, until: Day): Reason[] {
  if (until <= calendar.lastDecidedDay) return [];
  const predicted = calendar.daysOff.find(({ entry }) => entry.predicted === true);
  return [
    {
      rule: `Dự kiến: lịch nghỉ sau ngày ${formatDateVi(calendar.lastDecidedDay)} chưa được quyết định, hạn này tính theo luật và có thể đổi.`,
      citation: predicted?.entry.citation ?? calendar.data.name,
    },
  ];
}

function lastInstant({ steps, legalDue }: Deadlines): number {
  return Math.max(legalDue, ...steps.map(({ dueByHours }) => dueByHours));
}
