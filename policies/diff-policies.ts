import type { Policy } from './policy';

/** One value in which two policies differ, in words. */
export interface PolicyDifference {
  /** As `cutoff.timeMs` or `extension.grounds[many-pages].vi`. */
  path: string;
  before: string;
  after: string;
  /** Where each is written; absent where the value is on one side only. */
  citationBefore: string | undefined;
  citationAfter: string | undefined;
}

/** What differs between two policies, value by value in the order of the file; pure. */
export function diffPolicies(before: Policy, after: Policy): PolicyDifference[] {
  const [left, right] = [flatten(before), flatten(after)];
  const paths = [...left.keys(), ...[...right.keys()].filter((path) => !left.has(path))];
  return paths
    .filter((path) => !ignored.has(path) && left.get(path)?.text !== right.get(path)?.text)
    .map((path) => ({
      path,
      before: left.get(path)?.text ?? '—',
      after: right.get(path)?.text ?? '—',
      citationBefore: left.get(path)?.citation,
      citationAfter: right.get(path)?.citation,
    }));
}

const ignored = new Set(['id', 'version']);

interface Leaf {
  text: string;
  citation: string | undefined;
}

function flatten(
  value: unknown,
  path = '',
  citation?: string,
  leaves = new Map<string, Leaf>(),
): Map<string, Leaf> {
  if (Array.isArray(value)) {
    value.forEach((entry: unknown, index) => {
      flatten(entry, `${path}[${nameOf(entry) ?? index}]`, citation, leaves);
    });
    return leaves;
  }
  if (typeof value !== 'object' || value === null) {
    leaves.set(path, { text: String(value), citation });
    return leaves;
  }
  const own = (value as { citation?: string }).citation ?? citation;
  const entries = Object.entries(value);
  for (const [key, entry] of entries) {
    // A citation is shown beside its value; alone it counts only where there is nothing else.
    if (key === 'citation' && entries.length > 1) continue;
    flatten(entry, path === '' ? key : `${path}.${key}`, own, leaves);
  }
  return leaves;
}

/** What a list's entry is known by, so that one moved is not one changed. */
function nameOf(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  type Named = { id?: string; step?: string; fromPage?: number; name?: string; language?: string };
  const { id, step, fromPage, name, language } = entry as Named;
  if (language !== undefined) return `${name}.${language}`;
  return id ?? step ?? (fromPage === undefined ? undefined : `${fromPage}+`);
}
