import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compileCalendar, type Calendar, type CalendarData } from '../deadlines/calendar';
import { loadRules, type Rules, type Scope } from './load-rules';
import type { Policy } from './policy';
import type { PaperKind } from '../domain/papers';

/** One version of a policy or a calendar as it was, to be kept for the dossiers that pinned it. */
export interface RuleVersion {
  kind: 'policy' | 'calendar';
  id: string;
  version: string;
  content: unknown;
}

/**
 * The rules of a folder while a process runs: read again when a file changed, and joined with every
 * version that a dossier may have pinned, also those that no file holds any more.
 */
export class LiveRules implements Rules {
  private current: Rules;
  private stamp: string;
  private readonly oldPolicies = new Map<string, Policy>();
  private readonly oldCalendars = new Map<string, Calendar>();

  /** @throws SaoyError `rules-invalid` */
  constructor(private readonly folder: string) {
    this.stamp = this.readStamp();
    this.current = loadRules(folder);
  }

  /**
   * Reads the folder again if a file changed. Rules that are wrong are not taken: those before stay.
   * @returns whether there are new ones
   * @throws SaoyError `rules-invalid` with file, line and reason; once for each change
   */
  refresh(): boolean {
    const stamp = this.readStamp();
    if (stamp === this.stamp) return false;
    this.stamp = stamp;
    this.current = loadRules(this.folder);
    return true;
  }

  /** Takes in versions that were kept earlier. */
  remember(kept: readonly RuleVersion[]): void {
    for (const { kind, version, content } of kept) {
      if (kind === 'policy') this.oldPolicies.set(version, content as Policy);
      else if (!this.oldCalendars.has(version)) {
        this.oldCalendars.set(version, compileCalendar(content as CalendarData));
      }
    }
  }

  /** Every version in force now: what must be kept before a dossier pins it. */
  versions(): RuleVersion[] {
    const policies = this.policies.map((policy) => ({
      kind: 'policy' as const,
      id: policy.id,
      version: policy.version,
      content: policy,
    }));
    const calendars = this.calendarIds().map((id) => {
      const { data } = this.calendarOf(id);
      return { kind: 'calendar' as const, id, version: data.version, content: data };
    });
    return [...policies, ...calendars];
  }

  get policies() {
    return this.current.policies;
  }

  get defaultPolicy() {
    return this.current.defaultPolicy;
  }

  findPolicy(id: string) {
    return this.current.findPolicy(id);
  }

  getPolicy(id: string, version?: string): Policy {
    const now = this.current.findPolicy(id);
    if (version === undefined || now?.version === version) return this.current.getPolicy(id);
    return this.oldPolicies.get(version) ?? this.current.getPolicy(id, version);
  }

  selectPolicy(at: number, scope?: Scope) {
    return this.current.selectPolicy(at, scope);
  }

  findPolicyInForce(at: number, scope: Scope) {
    return this.current.findPolicyInForce(at, scope);
  }

  getCalendar(version: string): Calendar {
    return this.oldCalendars.get(version) ?? this.current.getCalendar(version);
  }

  calendarOf(id: string, asOf?: string) {
    return this.current.calendarOf(id, asOf);
  }

  paperForm(kind: PaperKind, day: string) {
    return this.current.paperForm(kind, day);
  }

  calendarIds() {
    return this.current.calendarIds();
  }

  get reportForms() {
    return this.current.reportForms;
  }

  /** Names, sizes and times of the files: cheap to ask every few seconds. */
  private readStamp(): string {
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .sort();
    return files
      .map((name) => {
        const { mtimeMs, size } = statSync(join(this.folder, name));
        return `${name} ${size} ${mtimeMs}`;
      })
      .join('\n');
  }
}
