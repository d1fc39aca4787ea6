import { isInteger, PdfString } from '../parse/objects';
import { isSpace } from '../parse/read-object';
import type { PdfFile, Revision } from '../parse/read-structure';
import type { ReasonCode } from '../reasons/reasons';
import type { SignatureEntry } from './read-signatures';

/** The bytes that a signature speaks of, and where its value stands. */
export interface Coverage {
  ranges: [Uint8Array, Uint8Array];
  /** The content of `/Contents`, with its padding. */
  contents: Uint8Array;
  end: number;
}

/**
 * Four numbers from 0; the gap is exactly the `/Contents` of this very dictionary; the end is the
 * end of the revision that brought the dictionary. Anything else is a game.
 */
export function readCoverage(file: PdfFile, entry: SignatureEntry): Coverage | ReasonCode {
  const contents = entry.dict.entries.get('Contents');
  const range = entry.dict.entries.get('ByteRange');
  const revision = file.revisions[entry.revision] as Revision;
  if (!(contents instanceof PdfString) || !contents.hex || contents.start < 0)
    return 'byte-range-form';
  if (!Array.isArray(range) || range.length !== 4 || !range.every(isInteger))
    return 'byte-range-form';
  const [first, gapStart, gapEnd, length] = range as [number, number, number, number];
  const end = gapEnd + length;
  if (first !== 0 || gapStart <= 0 || gapEnd <= gapStart || length <= 0 || end > file.bytes.length)
    return 'byte-range-form';
  if (gapStart !== contents.start || gapEnd !== contents.end) return 'byte-range-gap';
  if (contents.start < revision.start || contents.end > revision.end) return 'byte-range-gap';
  if (!isRevisionEnd(file.bytes, revision.end, end)) return 'byte-range-end';
  return {
    ranges: [file.bytes.subarray(0, gapStart), file.bytes.subarray(gapEnd, end)],
    contents: contents.bytes,
    end,
  };
}

/** The line end after `%%EOF` may be left out of the range. */
function isRevisionEnd(bytes: Uint8Array, revisionEnd: number, end: number): boolean {
  if (end > revisionEnd || revisionEnd - end > 2) return false;
  for (let at = end; at < revisionEnd; at++) if (!isSpace(bytes[at])) return false;
  return true;
}
