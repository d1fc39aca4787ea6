import { SaoyError } from '../domain/problem';
import { type Day, findDate, msPerDay, msPerMinute } from '../time/time';

/** `2026-11-23` → day number. @throws SaoyError `date-invalid` for anything else. */
export function parseDate(text: string): Day {
  const day = findDate(text);
  if (day === undefined) throw new SaoyError('date-invalid', { date: text.slice(0, 40) });
  return day;
}

const instantPattern =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})0*)?)?([Zz]|[+-]\d{2}:?\d{2})?$/;

/**
 * An RFC 3339 instant → epoch milliseconds.
 * @throws SaoyError `instant-without-zone` (no offset is ever guessed) or `instant-invalid`
 * (not a date and time, or finer than the millisecond).
 */
export function parseInstant(text: string): number {
  const invalid = () => new SaoyError('instant-invalid', { instant: text.slice(0, 40) });
  const parts = instantPattern.exec(text.trim());
  const day = parts?.[1] === undefined ? undefined : findDate(parts[1]);
  if (!parts || day === undefined) throw invalid();
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) throw invalid();
  if (parts[6] === undefined) throw new SaoyError('instant-without-zone', { instant: text });
  const ms = Number((parts[5] ?? '').padEnd(3, '0'));
  const local = (hour * 60 + minute) * msPerMinute + second * 1000 + ms;
  return day * msPerDay + local - parseOffset(parts[6], invalid);
}

function parseOffset(text: string, invalid: () => SaoyError): number {
  // `Z` has no digits after it: no offset.
  const digits = text.slice(1).replace(':', '');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2))];
  if (hours > 23 || minutes > 59) throw invalid();
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * msPerMinute;
}
