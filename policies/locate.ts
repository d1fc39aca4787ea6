import { isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';

/**
 * The line (from 1) on which the value at `path` stands; the nearest thing above it if it is absent.
 * The file is read a second time, with positions: this happens only when something is wrong.
 */
export function locate(text: string, path: readonly (string | number)[]): number {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (let depth = path.length; depth >= 0; depth--) {
    const offset = offsetOf(document, path.slice(0, depth));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

function offsetOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
): number | undefined {
  const last = path.at(-1);
  // The line of a key is where a reader looks, not that of a block below it.
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  if (typeof last === 'string' && isMap(parent)) {
    const pair = parent.items.find(({ key }) => String(key) === last);
    const key: unknown = isPair(pair) ? pair.key : undefined;
    return isNode(key) ? key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(path, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
