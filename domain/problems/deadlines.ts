import type { ProblemText } from '../problem';

/** What can go wrong with clocks, calendars and policies. */
export const deadlineProblems = {
  'instant-without-zone': {
    status: 422,
    vi: 'Thời điểm “{instant}” thiếu múi giờ. Ghi đủ như 2026-11-23T15:30:00+07:00.',
    en: 'The instant “{instant}” has no offset. Write it as 2026-11-23T15:30:00+07:00.',
  },
} satisfies Record<string, ProblemText>;
