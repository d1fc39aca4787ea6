/** The yardstick has no types of its own; this is the part the bench calls. */
declare module 'moment-business-time' {
  interface Moment {
    isWorkingTime(): boolean;
    nextWorkingTime(): Moment;
    nextWorkingDay(): Moment;
    addWorkingTime(amount: number, unit: 'minutes'): Moment;
    clone(): Moment;
    startOf(unit: 'day'): Moment;
    valueOf(): number;
  }
  interface WorkingLocale {
    workinghours: Record<string, string[] | null>;
    holidays: string[];
  }
  const moment: ((ms: number) => Moment) & {
    updateLocale(name: string, locale: WorkingLocale): void;
  };
  export = moment;
}
