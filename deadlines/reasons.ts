import type { Calendar, Dated } from './calendar';
import type { DeadlineQuestion, Deadlines } from './due';
import type { StepFigures, StepQuestion } from './plan-step';
import type { DeadlineRules, Reason } from './rules';
import {
  type Day,
  dayOf,
  formatDate,
  formatDateVi,
  formatInstantVi,
  formatTime,
  parseDate,
  timeOfDay,
} from './time';
import { findService } from './service-hours';
import { isWorkingDay } from './working-time';

/** The rules that made a dossier's due times, in the order they were applied, as an inspector reads them. */
export function explainDeadlines(question: DeadlineQuestion, deadlines: Deadlines): Reason[] {
  const { policy, calendar } = question;
  const { receivedAt, legalDue } = deadlines;
  return [
    ...policyValidity(policy, dayOf(question.acceptedAt)),
    {
      rule: `Tính từ lúc cán bộ tiếp nhận bản chính: ${formatInstantVi(question.acceptedAt)}.`,
      citation: policy.clockStart.citation,
    },
    ...outsideHours(question, receivedAt),
    ...cutoff(question, receivedAt),
    ...extension(question),
    ...daysOffBetween(question, dayOf(question.acceptedAt), dayOf(legalDue)),
    ...swappedBetween(question, dayOf(question.acceptedAt), dayOf(legalDue)),
    ...pausesOf(question),
    endOfDay(question, legalDue),
    ...stepBudgets(question, deadlines),
    ...withinLaw(policy, deadlines),
    ...(deadlines.slip
      ? [
          {
            rule: `Phải cấp phiếu hẹn ghi rõ giờ, ngày trả kết quả: ${formatInstantVi(legalDue)}.`,
            citation: policy.slip.citation,
          },
        ]
      : []),
    ...prediction(calendar, dayOf(lastInstant(deadlines))),
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

function outsideHours(
  { acceptedAt, policy, calendar }: DeadlineQuestion,
  receivedAt: number,
): Reason[] {
  if (receivedAt === acceptedAt) return [];
  const service = findService(calendar, acceptedAt);
  const where = service ? 'trong buổi phục vụ ngày nghỉ' : 'ngoài giờ làm việc';
  return [
    {
      rule: `Tiếp nhận ${where}: coi như nhận lúc mở cửa kế tiếp, ${formatInstantVi(receivedAt)}.`,
      citation: service
        ? `${policy.outsideHours.citation}; ${service.citation}`
        : policy.outsideHours.citation,
    },
  ];
}

function cutoff({ policy }: DeadlineQuestion, receivedAt: number): Reason[] {
  const { timeMs, inclusive, citation } = policy.cutoff;
  const time = timeOfDay(receivedAt);
  const mark = formatTime(timeMs);
  const sameDay = inclusive ? time <= timeMs : time < timeMs;
  const rule = sameDay
    ? `Nhận lúc ${formatTime(time)}, không sau ${mark}: trả trong ngày.`
    : `Nhận lúc ${formatTime(time)}, sau ${mark}: trả trong ngày làm việc tiếp theo.`;
  return [{ rule, citation }];
}

function extension(question: DeadlineQuestion): Reason[] {
  const { policy, complex, extendDays, extendUntil } = question;
  const reasons: Reason[] = [];
  const ground = policy.extension.grounds.find(({ id }) => id === question.extensionGround);
  if (ground) reasons.push({ rule: `Lý do kéo dài: ${ground.vi}.`, citation: ground.citation });
  if (complex === true && !extendDays) {
    reasons.push({
      rule: `Phức tạp hoặc số lượng lớn: kéo dài thêm ${policy.complex.extensionDays} ngày làm việc.`,
      citation: policy.complex.citation,
    });
  } else if (extendDays) {
    reasons.push({
      rule: `Kéo dài thêm ${extendDays} ngày làm việc, tính từ ngày phải trả ban đầu.`,
      citation: policy.extension.citation,
    });
  }
  if (extendUntil === undefined) return reasons;
  reasons.push({
    rule: `Kéo dài đến ngày ${formatDateVi(extendUntil)} theo thỏa thuận bằng văn bản với người yêu cầu.`,
    citation: policy.extension.citation,
  });
  if (!isWorkingDay(question.calendar, extendUntil)) {
    reasons.push({
      rule: 'Ngày thỏa thuận là ngày nghỉ: hết hạn vào cuối ngày làm việc kế tiếp.',
      citation: policy.extension.dayOffCitation,
    });
  }
  return reasons;
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

function daysOffBetween({ calendar }: DeadlineQuestion, from: Day, to: Day): Reason[] {
  return between(calendar.daysOff, from, to).map(({ day, entry }) => ({
    rule: `Ngày ${formatDateVi(day)} không tính: ${entry.name}.`,
    citation: entry.citation,
  }));
}

function swappedBetween({ calendar }: DeadlineQuestion, from: Day, to: Day): Reason[] {
  return between(calendar.swappedWorkdays, from, to).map(({ day, entry }) => ({
    rule: `Ngày ${formatDateVi(day)} là ngày làm bù cho ${formatDateVi(parseDate(entry.insteadOf))}: tính như ngày làm việc.`,
    citation: entry.citation,
  }));
}

/** The entries from one day to another; the list is in order, so halving finds the first. */
function between<Entry>(
  entries: readonly Dated<Entry>[],
  from: Day,
  to: Day,
): readonly Dated<Entry>[] {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (entries[middle]!.day < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < entries.length && entries[end]!.day <= to) end++;
  return entries.slice(low, end);
}

function endOfDay({ policy }: DeadlineQuestion, legalDue: number): Reason {
  const rule =
    policy.endOfDay.kind === 'close'
      ? `Ngày làm việc kết thúc lúc hết giờ làm việc: hạn theo luật là ${formatInstantVi(legalDue)}.`
      : `Ngày kết thúc lúc nửa đêm: hạn theo luật là ${formatInstantVi(legalDue)}.`;
  return { rule, citation: policy.endOfDay.citation };
}

function stepBudgets(
  { policy, calendar }: DeadlineQuestion,
  { steps, receivedAt }: Deadlines,
): Reason[] {
  const hours = calendar.findHours(dayOf(receivedAt));
  return [
    {
      rule:
        policy.hoursKind.kind === 'working'
          ? 'Thời gian của các bước là giờ làm việc, nối tiếp nhau từ lúc nhận.'
          : 'Thời gian của các bước là giờ liên tục, nối tiếp nhau từ lúc nhận.',
      citation: policy.hoursKind.citation,
    },
    ...(hours
      ? [{ rule: 'Giờ làm việc của cơ quan theo lịch đang áp dụng.', citation: hours.citation }]
      : []),
    ...steps.map((deadline) => {
      const rule = policy.steps.find(({ step }) => step === deadline.step);
      return {
        rule: `${rule?.name ?? deadline.step}: không quá ${deadline.budgetMinutes} phút, đến ${formatInstantVi(deadline.dueByHours)}.`,
        citation: rule?.citation ?? policy.hoursKind.citation,
      };
    }),
  ];
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
