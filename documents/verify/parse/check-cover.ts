import { StructureFault } from './objects';
import { isSpace } from './read-object';
import { PdfView } from './pdf-view';
import type { PdfFile, Revision } from './read-structure';

const commentBytesMax = 64;

/**
 * Checks that a revision is nothing but the objects its own cross-reference section lists and that
 * section: no entry reaches into another revision, and no byte lies between that nobody lists.
 * Shadow documents, hidden sections and objects kept for later all break this.
 * @throws StructureFault `xref-points-back`, `hidden-bytes`
 */
export function checkRevisionCover(file: PdfFile, index: number): void {
  const revision = file.revisions[index] as Revision;
  const view = new PdfView(file, index);
  const sections = revision.hybrid ? [...revision.sections, revision.hybrid] : revision.sections;
  const spans = sections.map(({ offset, end }) => ({ start: offset, end }));
  checkHybrid(file, revision);
  for (const [num, entry] of revision.entries) {
    if (entry.type !== 'offset') continue;
    if (sections.some(({ offset }) => offset === entry.offset)) continue;
    if (isUnchanged(file, index, num, entry)) continue;
    if (entry.offset < revision.start || entry.offset >= revision.end)
      throw new StructureFault('xref-points-back', entry.offset, `object ${num} lies elsewhere`);
    spans.push({ start: entry.offset, end: view.at(num, entry).end });
  }
  spans.sort((a, b) => a.start - b.start);
  let at = revision.start;
  for (const span of spans) {
    if (span.start < at)
      throw new StructureFault('structure-xref', span.start, 'two objects overlap');
    checkBlank(file.bytes, at, span.start);
    at = span.end;
  }
}

/**
 * A reader that passes over the stream of a hybrid update must not lose what was there: the stream
 * may list new objects alone.
 */
function checkHybrid(file: PdfFile, { index, hybrid, xrefOffset }: Revision): void {
  const before = new PdfView(file, index - 1);
  for (const num of hybrid?.nums ?? [])
    if ((before.find(num)?.entry.type ?? 'free') !== 'free')
      throw new StructureFault('structure-xref', xrefOffset, 'an update hides an old object');
}

/** Every object of a revision is where its entry says it is. @throws StructureFault */
export function checkEntries(file: PdfFile, index: number): void {
  const view = new PdfView(file, index);
  for (const num of (file.revisions[index] as Revision).entries.keys()) view.current(num);
}

/** Some writers list objects again that they did not touch. */
function isUnchanged(
  file: PdfFile,
  index: number,
  num: number,
  entry: { offset: number; gen: number },
): boolean {
  const before = new PdfView(file, index - 1).find(num)?.entry;
  return before?.type === 'offset' && before.offset === entry.offset && before.gen === entry.gen;
}

/** White space and short comments, each with the end of its line. */
function checkBlank(bytes: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at++) {
    if (isSpace(bytes[at])) continue;
    const start = at;
    if (bytes[at] === 0x25) while (at < to && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at++;
    if (at === start || at === to || at - start > commentBytesMax)
      throw new StructureFault('hidden-bytes', start, 'bytes that no cross-reference lists');
  }
}
