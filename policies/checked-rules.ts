import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CalendarFile } from './calendar-file';
import type { PaperForm } from './paper-forms';
import type { Policy } from './policy';
import type * as RuleFilesModule from './read-rule-files';
import type { DraftFile, RuleFiles } from './read-rule-files';

/**
 * The rules of a folder, from what an earlier process already checked if nothing in the folder has
 * changed since: reading YAML and compiling the schema cost most of the start of `saoy due`.
 * What was checked is kept beside the built code only; a source tree is read anew each time.
 */
export function readCheckedRules(folder: string, draft?: DraftFile): RuleFiles {
  if (draft || !isBuilt || folder !== join(__dirname, 'rules')) return readWhole(folder, draft);
  const kept = join(folder, keptName);
  const hash = hashOf(folder);
  const found = findKept(kept, hash);
  if (found) return found;
  const rules = readWhole(folder);
  if (rules.problems.length === 0) keep(kept, hash, rules);
  return rules;
}

const keptName = '.checked-rules.json';
const isBuilt = __filename.endsWith('.js');

interface Kept {
  hash: string;
  policies: Policy[];
  calendars: [string, CalendarFile][];
  paperForms: PaperForm[];
  defaults: RuleFiles['defaults'];
}

/** Loaded only when needed: this is the slow part. */
function readWhole(folder: string, draft?: DraftFile): RuleFiles {
  const load = createRequire(__filename);
  const { readRuleFiles } = load('./read-rule-files') as typeof RuleFilesModule;
  return readRuleFiles(folder, draft);
}

/** Over every file of the folder, its schemas and the code that reads it alike. */
function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const inner of ['', 'calendars', 'papers', '..', '../schema']) {
    const own = join(folder, inner);
    if (!existsSync(own)) continue;
    for (const entry of readdirSync(own, { withFileTypes: true })) {
      if (!entry.isFile() || !/^[^.].*\.(yaml|json|js)$/.test(entry.name)) continue;
      hash.update(`${inner}/${entry.name}\0`).update(readFileSync(join(own, entry.name)));
    }
  }
  return hash.digest('hex');
}

function findKept(file: string, hash: string): RuleFiles | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    if (kept.hash !== hash) return undefined;
    const { policies, calendars, paperForms, defaults } = kept;
    return { policies, calendars: new Map(calendars), paperForms, defaults, problems: [] };
  } catch {
    return undefined;
  }
}

/** Keeping is a help, not a duty: a folder that cannot be written to is read anew each time. */
function keep(
  file: string,
  hash: string,
  { policies, calendars, paperForms, defaults }: RuleFiles,
): void {
  const kept: Kept = { hash, policies, calendars: [...calendars], paperForms, defaults };
  try {
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(kept));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // Read-only installation.
  }
}
