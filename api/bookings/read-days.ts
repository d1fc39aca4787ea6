import { SaoyError } from '../../domain/problem';
import { type Day, formatDate } from '../../time/time';
import { daysShownMax } from './booking-contract';
import { readDay } from './free-hours';

/** @throws SaoyError `date-invalid` where `to` is before `from`, or more than a month after it */
export function readDays({ from, to }: { from: string; to: string }): [Day, Day] {
  const [first, last] = [readDay(from), readDay(to)];
  if (last < first || last - first >= daysShownMax) {
    throw new SaoyError('date-invalid', { date: `${formatDate(first)}–${formatDate(last)}` });
  }
  return [first, last];
}
