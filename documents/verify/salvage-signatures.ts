import { checkCms, contentTypes } from './proof/cms';
import { asciiOf } from './proof/der';
import { digestsOfOneFile } from './proof/digest-pieces';
import { isSpace, ObjectReader } from './parse/read-object';
import { PdfString, StructureFault } from './parse/objects';
import type { ReasonCode } from './reasons/reasons';

const signaturesMax = 32;

/**
 * What can still be said of a file whose structure cannot be read: whether signatures that stand in
 * its bytes still fit them, and whether anything follows. It only ever adds reasons against it.
 */
export async function salvageSignatures(file: Uint8Array): Promise<ReasonCode[]> {
  const reasons = new Set<ReasonCode>();
  const digests = digestsOfOneFile();
  let coveredTo = 0;
  for (const [gapStart, gapEnd, end] of listByteRanges(file)) {
    const contents = readContents(file, gapStart, gapEnd);
    if (!contents) continue;
    const pieces = [file.subarray(0, gapStart), file.subarray(gapEnd, end)];
    const cms = await checkCms({
      bytes: contents,
      padded: true,
      contentType: contentTypes.data,
      digestOf: (hash) => digests(pieces, hash),
    });
    if (cms.reasons.includes('digest-mismatch')) reasons.add('digest-mismatch');
    if (cms.reasons.length === 0) coveredTo = Math.max(coveredTo, end);
  }
  if (coveredTo > 0 && file.subarray(coveredTo).some((byte) => !isSpace(byte)))
    reasons.add('later-revision-broken');
  return [...reasons];
}

function listByteRanges(file: Uint8Array): [number, number, number][] {
  const key = '/ByteRange';
  const found: [number, number, number][] = [];
  for (let at = file.indexOf(0x2f); at >= 0 && found.length < signaturesMax;) {
    if (asciiOf(file.subarray(at, at + key.length)) === key) {
      const text = asciiOf(file.subarray(at + key.length, at + key.length + 80));
      const [, first, gapStart, gapEnd, length] =
        /^\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(text) ?? [];
      const end = Number(gapEnd) + Number(length);
      if (Number(first) === 0 && Number(gapStart) < Number(gapEnd) && end <= file.length)
        found.push([Number(gapStart), Number(gapEnd), end]);
    }
    at = file.indexOf(0x2f, at + 1);
  }
  return found;
}

function readContents(file: Uint8Array, start: number, end: number): Uint8Array | undefined {
  try {
    const value = new ObjectReader(file, start).readValue();
    return value instanceof PdfString && value.hex && value.end === end ? value.bytes : undefined;
  } catch (error) {
    if (error instanceof StructureFault) return undefined;
    throw error;
  }
}
