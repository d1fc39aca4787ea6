import { type Calendar, compileCalendar } from '../deadlines/calendar';
import { parseDate } from '../deadlines/parse-time';
import { formatDate } from '../time/time';
import { loadRules, type Rules } from './load-rules';
import type { Policy } from './policy';
import type { DraftFile } from './read-rule-files';

/** A change of the rules that is only asked about. */
export interface RuleChange {
  /** A day off announced now, `YYYY-MM-DD`. */
  dayOff?: string | undefined;
  /** A policy or a calendar as it would be. */
  draft?: DraftFile | undefined;
  /** Id of another policy for every open dossier. */
  policy?: string | undefined;
}

interface OwnRules {
  policy: Policy;
  calendar: Calendar;
}

/**
 * The rules that each dossier would be under: those it pinned but for what the change touches.
 * @param folder what the draft is laid over; the installation's own if absent
 * @throws SaoyError `rules-invalid`, `policy-unknown`, `date-invalid`
 */
export function changeRules(
  change: RuleChange,
  rules: Rules,
  folder?: string,
): (own: OwnRules) => OwnRules {
  const forced = change.policy === undefined ? undefined : rules.getPolicy(change.policy);
  const drafted = change.draft && draftOver(change.draft, rules, folder);
  const closed = new Map<Calendar, Calendar>();
  return (own) => {
    const policy = forced ?? own.policy;
    const calendar = drafted?.calendar(own.calendar) ?? own.calendar;
    return {
      policy: drafted?.policy(policy.id) ?? policy,
      calendar: change.dayOff === undefined ? calendar : closeOn(change.dayOff, calendar, closed),
    };
  };
}

/** What a file would change: undefined for a policy or calendar that stays as it is. */
function draftOver(draft: DraftFile, rules: Rules, folder: string | undefined) {
  const changed = loadRules(folder, draft);
  const calendars = new Map<string, Calendar | undefined>();
  return {
    policy: (id: string) => {
      const now = changed.findPolicy(id);
      return now?.version === rules.findPolicy(id)?.version ? undefined : now;
    },
    calendar: ({ data: { id } }: Calendar) => {
      if (!calendars.has(id)) {
        const [now, before] = [changed, rules].map((each) => findCalendar(each, id));
        calendars.set(id, now?.data.version === before?.data.version ? undefined : now);
      }
      return calendars.get(id);
    },
  };
}

/** A dossier may have pinned a calendar that no file holds any more. */
function findCalendar(rules: Rules, id: string): Calendar | undefined {
  return rules.calendarIds().includes(id) ? rules.calendarOf(id) : undefined;
}

/** Each calendar is compiled once with its day off, however many dossiers go by it. */
function closeOn(date: string, calendar: Calendar, closed: Map<Calendar, Calendar>): Calendar {
  const known = closed.get(calendar);
  if (known) return known;
  const { data } = calendar;
  const day = { date: formatDate(parseDate(date)), kind: 'holiday' as const };
  const entry = { ...day, name: 'ngày nghỉ giả định', citation: 'giả định' };
  const changed = compileCalendar({ ...data, daysOff: [...data.daysOff, entry] });
  closed.set(calendar, changed);
  return changed;
}
