import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { type CalendarFile, type ExtendingFile, extendCalendar } from './calendar-file';
import { type Finding, findInCalendar, findInPolicies, findInPolicy } from './find-contradictions';
import { locate } from './locate';
import { findInPapers, type PaperForm, type PapersFile, readPaperForms } from './paper-forms';
import { type Policy, type PolicyFile, readPolicy } from './policy';
import { schemaFindings } from './schema-findings';

/** Something wrong in a file, and where; `file` is relative to the folder. */
export interface RulesProblem {
  file: string;
  line: number;
  /** Vietnamese, a whole sentence. */
  reason: string;
}

export interface RuleFiles {
  policies: Policy[];
  /** By id, each with what it extends laid under it. */
  calendars: Map<string, CalendarFile>;
  /** Of papers, whenever they are in force. */
  paperForms: PaperForm[];
  defaults: { policy: string; area: string };
  problems: RulesProblem[];
}

interface Source {
  file: string;
  text: string;
  content: unknown;
}

/** A file that is not in the folder, taken as if it were: it replaces the one with its id. */
export interface DraftFile {
  /** As the problems shall name it. */
  file: string;
  text: string;
}

/** Reads a folder of rules, checks each file by its schema, then what no schema can say. */
export function readRuleFiles(folder: string, draft?: DraftFile): RuleFiles {
  const problems: RulesProblem[] = [];
  const report: Report = (source, findings) => {
    for (const { path, reason } of findings) {
      problems.push({ file: source.file, line: locate(source.text, path), reason });
    }
  };
  const read = (file: string) =>
    readSource({ file, text: readFileSync(join(folder, file), 'utf8') }, problems);
  const added = draft && readSource(draft, problems);
  const calendarSources = withDraft(yamlFiles(folder, 'calendars').map(read), added, isCalendar);
  const calendars = readCalendars(calendarSources, report);
  const paperForms = readPapers(paperSources(folder, problems), report);
  const files = yamlFiles(folder, '').filter((file) => file !== defaultsFile);
  const sources = withDraft(files.map(read), added, (content) => !isCalendar(content));
  const calendarIds = new Set([...calendars.keys(), ...calendarSources.map(claimedId)]);
  const policies = readPolicies(sources, calendarIds, report);
  const refused = policies.length < sources.length;
  const defaults = readDefaults(read(defaultsFile), policies, refused, report);
  return { policies, calendars, paperForms, defaults, problems };
}

/** Calendars have office hours; policies do not. */
function isCalendar(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'hours' in content;
}

function withDraft(
  sources: readonly Source[],
  draft: Source | undefined,
  isOfKind: (content: unknown) => boolean,
): Source[] {
  if (draft?.content === undefined || !isOfKind(draft.content)) return [...sources];
  return [...sources.filter((source) => idOf(source) !== idOf(draft)), draft];
}

function idOf({ content }: Source): unknown {
  return (content as { id?: unknown } | null | undefined)?.id;
}

/** Of a file that cannot be read at all, its name. */
function claimedId(source: Source): unknown {
  return idOf(source) ?? basename(source.file, '.yaml');
}

const defaultsFile = 'defaults.yaml';

type Report = (source: Source, findings: readonly Finding[]) => void;

function yamlFiles(folder: string, inner: string): string[] {
  return readdirSync(join(folder, inner))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(inner, name));
}

function readSource({ file, text }: DraftFile, problems: RulesProblem[]): Source {
  try {
    return { file, text, content: parse(text) as unknown };
  } catch (error) {
    const [, line] = /at line (\d+)/.exec(String(error)) ?? [];
    problems.push({ file, line: Number(line ?? 1), reason: 'Tệp không đúng cú pháp YAML.' });
    return { file, text, content: undefined };
  }
}

function readCalendars(sources: readonly Source[], report: Report): Map<string, CalendarFile> {
  const calendars = new Map<string, CalendarFile>();
  const sound = sources.filter((source) => passes(source, 'calendar', report));
  const isExtending = (content: unknown): content is ExtendingFile =>
    typeof content === 'object' && content !== null && 'extends' in content;
  // Those that stand alone first: the others are laid over them.
  for (const source of sound.toSorted(
    (one, other) => Number(isExtending(one.content)) - Number(isExtending(other.content)),
  )) {
    const content = source.content as CalendarFile | ExtendingFile;
    if (calendars.has(content.id)) {
      report(source, [{ path: ['id'], reason: `Hai lịch cùng mang mã “${content.id}”.` }]);
      continue;
    }
    const base = isExtending(content) ? calendars.get(content.extends) : undefined;
    if (isExtending(content) && !base) {
      // One that was refused is not missing: its own lines have been reported.
      if (sources.some((other) => claimedId(other) === content.extends)) continue;
      report(source, [{ path: ['extends'], reason: `Không có lịch “${content.extends}”.` }]);
      continue;
    }
    const whole = base ? extendCalendar(base, content as ExtendingFile) : (content as CalendarFile);
    const findings = findInCalendar(content, whole);
    report(source, findings);
    if (findings.length === 0) calendars.set(whole.id, whole);
  }
  return calendars;
}

function readPolicies(
  sources: readonly Source[],
  calendarIds: ReadonlySet<unknown>,
  report: Report,
): Policy[] {
  const sound = sources.filter((source) => passes(source, 'policy', report));
  const files = sound.map(({ content }) => content as PolicyFile);
  sound.forEach((source, index) => {
    const file = files[index]!;
    report(source, [
      ...findInPolicy(file, calendarIds),
      ...findInPolicies(file, files.slice(0, index), files),
    ]);
  });
  return files.map(readPolicy);
}

/** A folder that has no forms of its own, as those from before they were data, goes by ours. */
function paperSources(folder: string, problems: RulesProblem[]): Source[] {
  const root = existsSync(join(folder, 'papers')) ? folder : join(__dirname, 'rules');
  return yamlFiles(root, 'papers').map((file) =>
    readSource({ file, text: readFileSync(join(root, file), 'utf8') }, problems),
  );
}

function readPapers(sources: readonly Source[], report: Report): PaperForm[] {
  const sound = sources.filter((source) => passes(source, 'papers', report));
  const files = sound.map(({ content }) => content as PapersFile);
  sound.forEach((source, index) => {
    report(source, findInPapers(files[index]!, files.slice(0, index)));
  });
  return readPaperForms(files);
}

function readDefaults(
  source: Source,
  policies: readonly Policy[],
  refused: boolean,
  report: Report,
) {
  const { policy = '', area = '' } = (source.content ?? {}) as { policy?: string; area?: string };
  // One that was refused is not missing: its own line has been reported.
  if (!refused && !policies.some(({ id }) => id === policy)) {
    report(source, [{ path: ['policy'], reason: `Không có bộ quy định “${policy}”.` }]);
  }
  if (area === '') report(source, [{ path: [], reason: 'Thiếu “area”.' }]);
  return { policy, area };
}

function passes(source: Source, schema: 'policy' | 'calendar' | 'papers', report: Report): boolean {
  if (source.content === undefined) return false;
  const findings = schemaFindings(schema, source.content);
  report(source, findings);
  return findings.length === 0;
}
