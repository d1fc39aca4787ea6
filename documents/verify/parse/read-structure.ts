import { inflatedBytesMax, type InflateBudget } from './inflate';
import { isInteger, StructureFault, type PdfDict, type PdfValue } from './objects';
import { isSpace, type IndirectObject } from './read-object';
import {
  findLastStartxref,
  readXrefSection,
  readXrefStream,
  type XrefEntry,
  type XrefSection,
} from './read-xref';

/** One saving of the file: the bytes from the end of the one before to its own `%%EOF`. */
export interface Revision {
  index: number;
  start: number;
  end: number;
  /** What `startxref` has to say for the next revision to chain on. */
  xrefOffset: number;
  entries: Map<number, XrefEntry>;
  trailer: PdfDict;
  /** That trailer, and the other one of a linearised file. */
  trailers: PdfDict[];
  sections: SectionPlace[];
  /** Where some of its objects are listed in a stream that old readers pass over (7.5.8.4). */
  hybrid: HybridPart | undefined;
}

/** Where a cross-reference section stands, and the number of the object where it is a stream. */
interface SectionPlace {
  offset: number;
  end: number;
  num: number | undefined;
}

/** The stream of a hybrid revision and the objects that it alone lists. */
interface HybridPart extends SectionPlace {
  nums: number[];
}

/** A file as its cross-reference chain gives it; nothing else in the bytes is ever looked for. */
export interface PdfFile {
  bytes: Uint8Array;
  revisions: Revision[];
  budget: InflateBudget;
  /** Parsed objects by their offset. */
  parsed: Map<number, IndirectObject>;
  /** Contents of object streams by the offset of the stream. */
  unpacked: Map<number, { num: number; value: PdfValue }[]>;
}

const revisionsMax = 500;

/**
 * Reads the chain of revisions, oldest first, and checks that each closes where the next begins.
 * @throws StructureFault
 */
export function readStructure(bytes: Uint8Array): PdfFile {
  if (!/^%PDF-(1\.[0-7]|2\.0)[\r\n ]/.test(String.fromCharCode(...bytes.subarray(0, 9))))
    throw new StructureFault('not-a-pdf', 0, 'the file does not begin as a PDF');
  const budget = { bytesLeft: inflatedBytesMax };
  const sections = readChain(bytes, budget);
  const base = joinBase(bytes, sections, budget);
  const revisions = [base];
  for (const section of sections) revisions.push(appendRevision(bytes, revisions, section, budget));
  const last = revisions[revisions.length - 1] as Revision;
  for (let at = last.end; at < bytes.length; at++)
    if (!isSpace(bytes[at]))
      throw new StructureFault('trailing-bytes', at, 'bytes follow the last revision');
  return { bytes, revisions, budget, parsed: new Map(), unpacked: new Map() };
}

/** The sections from the oldest to the newest, by `/Prev`. */
function readChain(bytes: Uint8Array, budget: InflateBudget): XrefSection[] {
  const sections: XrefSection[] = [];
  const seen = new Set<number>();
  let offset: number | undefined = findLastStartxref(bytes);
  while (offset !== undefined) {
    if (seen.has(offset) || seen.size >= revisionsMax)
      throw new StructureFault('structure-xref', offset, 'the chain of sections loops');
    seen.add(offset);
    const section: XrefSection = readXrefSection(bytes, offset, budget);
    if (section.trailer.entries.has('Encrypt'))
      throw new StructureFault('encrypted', offset, 'the file is encrypted');
    sections.unshift(section);
    const prev = section.trailer.entries.get('Prev');
    if (prev !== undefined && !isInteger(prev))
      throw new StructureFault('structure-xref', offset, '/Prev is not an offset');
    offset = prev;
  }
  return sections;
}

/** Takes the oldest revision off the chain: one section, or the two of a linearised file. */
function joinBase(bytes: Uint8Array, sections: XrefSection[], budget: InflateBudget): Revision {
  const oldest = sections.shift() as XrefSection;
  const second = sections[0];
  if (second && second.offset < oldest.offset) {
    sections.shift();
    if (second.end > oldest.offset || oldest.startxref !== second.offset)
      throw new StructureFault('structure-xref', oldest.offset, 'the sections are out of order');
    const entries = new Map([...oldest.entries, ...second.entries]);
    return baseRevision(oldest.end, entries, [second, oldest]);
  }
  if (oldest.startxref !== oldest.offset)
    throw new StructureFault('structure-xref', oldest.offset, 'startxref gives another offset');
  const { entries, hybrid } = addHybrid(bytes, oldest, budget);
  return { ...baseRevision(oldest.end, entries, [oldest]), hybrid };
}

/** @param sections the newest first */
function baseRevision(
  end: number,
  entries: Map<number, XrefEntry>,
  sections: [XrefSection, ...XrefSection[]],
): Revision {
  const { offset: xrefOffset, trailer } = sections[0];
  const trailers = sections.map((section) => section.trailer);
  const place = { index: 0, start: 0, end, xrefOffset };
  const places = sections.map(placeOf);
  return { ...place, entries, trailer, trailers, sections: places, hybrid: undefined };
}

function placeOf({ offset, end, streamNum: num }: XrefSection): SectionPlace {
  return { offset, end, num };
}

/** A hybrid revision lists its packed objects in a stream beside the table (7.5.8.4). */
function addHybrid(
  bytes: Uint8Array,
  section: XrefSection,
  budget: InflateBudget,
): Pick<Revision, 'entries' | 'hybrid'> {
  const at = section.trailer.entries.get('XRefStm');
  if (at === undefined || section.streamNum !== undefined)
    return { entries: section.entries, hybrid: undefined };
  if (!isInteger(at) || at >= section.offset)
    throw new StructureFault('structure-xref', section.offset, '/XRefStm is not an offset');
  const hidden = readXrefStream(bytes, at, budget);
  const entries = new Map(section.entries);
  const nums: number[] = [];
  for (const [num, entry] of hidden.entries) {
    if ((entries.get(num)?.type ?? 'free') !== 'free') continue;
    entries.set(num, entry);
    nums.push(num);
  }
  return { entries, hybrid: { offset: at, end: hidden.after, num: hidden.streamNum, nums } };
}

function appendRevision(
  bytes: Uint8Array,
  revisions: Revision[],
  section: XrefSection,
  budget: InflateBudget,
): Revision {
  const before = revisions[revisions.length - 1] as Revision;
  if (section.offset < before.end)
    throw new StructureFault('xref-points-back', section.offset, 'a section lies in an older one');
  if (section.startxref !== section.offset)
    throw new StructureFault('structure-xref', section.offset, 'startxref gives another offset');
  return {
    index: revisions.length,
    start: before.end,
    end: section.end,
    xrefOffset: section.offset,
    ...addHybrid(bytes, section, budget),
    trailer: section.trailer,
    trailers: [section.trailer],
    sections: [placeOf(section)],
  };
}
