import { join } from 'node:path';
import { type Calendar, compileCalendar } from '../deadlines/calendar';
import { dayOf, formatDate } from '../time/time';
import { SaoyError } from '../domain/problem';
import { type CalendarFile, readCalendar, recordedDays } from './calendar-file';
import { readCheckedRules } from './checked-rules';
import { type PaperForm, selectPaperForm } from './paper-forms';
import type { Policy } from './policy';
import type { PaperKind } from '../domain/papers';
import type { DraftFile } from './read-rule-files';
import { readReportForms, type ReportForms } from './report-forms';

/** Where an office stands, for choosing its policy: `vn/hanoi/phuong-mau`. */
export interface Scope {
  area: string;
}

/** Every policy and calendar of a folder, checked. */
export interface Rules {
  policies: readonly Policy[];
  /** The policy used where nobody names one. */
  defaultPolicy: Policy;
  findPolicy(id: string): Policy | undefined;
  /** @throws SaoyError `policy-unknown`; with a version also where the file says something else now. */
  getPolicy(id: string, version?: string): Policy;
  /** The policy in force at an instant for an area: the narrowest scope, then the newest. @throws SaoyError `policy-not-in-force`. */
  selectPolicy(at: number, scope?: Scope): Policy;
  /** As `selectPolicy`, but undefined where none is in force. */
  findPolicyInForce(at: number, scope: Scope): Policy | undefined;
  /** Any version a calendar ever had, also before a decision was known. @throws SaoyError `calendar-unknown`. */
  getCalendar(version: string): Calendar;
  /** A calendar as known now, or at the end of a day (`YYYY-MM-DD`). @throws SaoyError `calendar-unknown`. */
  calendarOf(id: string, asOf?: string): Calendar;
  calendarIds(): string[];
  /** What reports that others ask for hold. @throws SaoyError `rules-invalid` */
  readonly reportForms: ReportForms;
  /** The form of a paper in force on a day (`YYYY-MM-DD`). @throws SaoyError `paper-form-missing` */
  paperForm(kind: PaperKind, day: string): PaperForm;
}

/** The rules of this installation, beside the code that reads them. */
export const houseRules = join(__dirname, 'rules');

/**
 * Reads and checks `policies/rules/` (or another folder of the same shape).
 * @param draft a file to be taken in as well, for asking what it would change.
 * @throws SaoyError `rules-invalid` with file, line and reason of the first thing wrong.
 */
export function loadRules(folder = houseRules, draft?: DraftFile): Rules {
  const { policies, calendars, paperForms, defaults, problems } = readCheckedRules(folder, draft);
  const [problem] = problems;
  if (problem) throw new SaoyError('rules-invalid', { ...problem });
  const versions = new CalendarVersions(calendars);
  let forms: ReportForms | undefined;
  const findPolicy = (id: string) => policies.find((policy) => policy.id === id);
  const getPolicy = (id: string, version?: string) => {
    const policy = findPolicy(id);
    if (!policy || (version !== undefined && policy.version !== version)) {
      throw new SaoyError('policy-unknown', { policy: version ? `${id}@${version}` : id });
    }
    return policy;
  };
  return {
    policies,
    defaultPolicy: getPolicy(defaults.policy),
    findPolicy,
    getPolicy,
    selectPolicy: (at, scope = { area: defaults.area }) => selectPolicy(policies, at, scope),
    findPolicyInForce: (at, scope) => findPolicyInForce(policies, formatDate(dayOf(at)), scope),
    getCalendar: (version) => versions.get(version),
    calendarOf: (id, asOf) => versions.of(id, asOf),
    calendarIds: () => [...calendars.keys()],
    // Read when first asked for: `saoy due` needs none of it.
    get reportForms() {
      return (forms ??= readReportForms(folder));
    },
    paperForm: (kind, day) => selectPaperForm(paperForms, kind, day),
  };
}

function selectPolicy(policies: readonly Policy[], at: number, scope: Scope): Policy {
  const date = formatDate(dayOf(at));
  const found = findPolicyInForce(policies, date, scope);
  if (!found) throw new SaoyError('policy-not-in-force', { area: scope.area, date });
  return found;
}

function findPolicyInForce(
  policies: readonly Policy[],
  date: string,
  { area }: Scope,
): Policy | undefined {
  return policies
    .filter((policy) => area === policy.scope.area || area.startsWith(`${policy.scope.area}/`))
    .filter((policy) => policy.validFrom <= date && date <= (policy.validTo ?? date))
    .sort(
      (one, other) =>
        other.scope.area.length - one.scope.area.length ||
        (one.validFrom < other.validFrom ? 1 : -1),
    )[0];
}

/** Calendars are compiled when first asked for and kept: there are few, and each is asked often. */
class CalendarVersions {
  private readonly byVersion = new Map<string, Calendar>();
  private readonly current = new Map<string, Calendar>();

  constructor(private readonly files: ReadonlyMap<string, CalendarFile>) {}

  of(id: string, asOf?: string): Calendar {
    const kept = asOf === undefined ? this.current.get(id) : undefined;
    if (kept) return kept;
    const file = this.files.get(id);
    if (!file) throw new SaoyError('calendar-unknown', { calendar: id });
    const calendar = this.keep(file, asOf);
    if (asOf === undefined) this.current.set(id, calendar);
    return calendar;
  }

  get(version: string): Calendar {
    const kept = this.byVersion.get(version);
    if (kept) return kept;
    for (const file of this.files.values()) {
      for (const day of recordedDays(file).reverse()) {
        const calendar = this.keep(file, day);
        if (calendar.data.version === version) return calendar;
      }
    }
    throw new SaoyError('calendar-unknown', { calendar: version });
  }

  private keep(file: CalendarFile, asOf?: string): Calendar {
    const data = readCalendar(file, asOf);
    const calendar = this.byVersion.get(data.version) ?? compileCalendar(data);
    this.byVersion.set(data.version, calendar);
    return calendar;
  }
}
