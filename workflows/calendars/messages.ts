import { defineQuery } from '@temporalio/workflow';

/** How far a new calendar version has been applied. */
export interface CalendarProgress {
  /** Id of the last dossier that was looked at. */
  after: string;
  looked: number;
  moved: number;
  /** Of this pass: dossiers that could not take the update yet. */
  waiting: number;
  /** Passes over the open dossiers so far, from 1. */
  pass: number;
}

export const progressQuery = defineQuery<CalendarProgress>('progress');

export const applyCalendarType = 'applyCalendar';

/** One workflow per calendar version. @param calendar `id@version` */
export function applyCalendarId(calendar: string): string {
  return `apply-calendar-${calendar}`;
}
