import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { type ProblemCode, SaoyError } from '../../domain/problem';
import { readJpeg } from './pictures/read-jpeg';
import { readPng } from './pictures/read-png';
import { readTiff } from './pictures/read-tiff';
import { sizeOnPaper } from './pictures/resolution';
import {
  findFaultKind,
  type PagePicture,
  type PictureColours,
  PictureFault,
  type PictureFaultKind,
  UnpackBudget,
} from './pictures/page-picture';
import type { PictureFrame } from './child/look-task';
import { findPictureKind } from './picture-kind';
import type { Turn } from './child/tasks';

const picturesMax = 500;
const codes: Record<PictureFaultKind, ProblemCode> = {
  'too-complex': 'page-picture-unsuitable',
  damaged: 'page-picture-damaged',
  'too-large': 'page-picture-too-large',
  animated: 'page-picture-animated',
  unsuitable: 'page-picture-unsuitable',
};

/** A file that becomes one page, or several where it is a TIFF of several. */
export interface PictureFile {
  bytes: Uint8Array;
  /** Clockwise, after it was set upright by what it says of itself. */
  turn: Turn;
}

/**
 * Puts page pictures (JPEG, PNG, TIFF) into one PDF, in order, upright, at their own resolution.
 * Pictures go in as they came but for what is not their look; only a PNG with transparency is
 * unpacked, since a page has none. The result is to go through `normaliseScan` like any scan.
 * @throws SaoyError `page-picture-…` with the number of the picture, from 1
 */
export function assemblePages(files: PictureFile[]): {
  pdf: Uint8Array;
  pages: number;
  frames: PictureFrame[];
} {
  if (files.length === 0) throw new SaoyError('scan-empty');
  const budget = new UnpackBudget();
  const pages = files.flatMap(({ bytes, turn }, index) =>
    readPicture(bytes, index + 1, budget).map((page) => ({
      ...page,
      file: index,
      orientation: turned(page.orientation, turn),
    })),
  );
  if (pages.length > picturesMax) {
    throw new SaoyError('scan-too-many-pages', { maxPages: picturesMax });
  }
  const frames = pages.map(({ file, frame = 0 }) => ({ file, frame }));
  return { pdf: writePages(pages), pages: pages.length, frames };
}

/** Orientations that follow each other by a quarter turn clockwise, unmirrored and mirrored. */
const quarterTurns = [
  [1, 6, 3, 8],
  [2, 7, 4, 5],
];

function turned(orientation: number, turn: Turn): number {
  const ring = quarterTurns.find((each) => each.includes(orientation)) ?? [1, 6, 3, 8];
  return ring[(ring.indexOf(orientation) + turn / 90) % 4] ?? orientation;
}

function readPicture(bytes: Uint8Array, number: number, budget: UnpackBudget): PagePicture[] {
  try {
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    switch (findPictureKind(bytes)) {
      case 'jpeg':
        return [readJpeg(data)];
      case 'png':
        return [readPng(data, budget)];
      case 'tiff':
        return readTiff(data, budget);
      case undefined:
        throw new PictureFault('unsuitable', 'not JPEG, PNG or TIFF');
    }
  } catch (cause) {
    const kind = findFaultKind(cause);
    if (!kind) throw cause;
    throw new SaoyError(codes[kind], { page: number }, { cause });
  }
}

function writePages(pages: PagePicture[]): Uint8Array {
  const chunks: Buffer[] = [];
  const offsets: number[] = [];
  let position = 0;
  const push = (...parts: (string | Buffer)[]) => {
    for (const part of parts) {
      const chunk = typeof part === 'string' ? Buffer.from(part, 'latin1') : part;
      chunks.push(chunk);
      position += chunk.length;
    }
  };
  const object = (number: number, ...parts: (string | Buffer)[]) => {
    offsets[number] = position;
    push(`${number} 0 obj\n`, ...parts, '\nendobj\n');
  };
  push('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  let next = 3;
  const kids: string[] = [];
  const profiles = new Map<string, number>();
  /** The object of a colour profile, which pages share. */
  const profileObject = (profile: Buffer, components: number) => {
    const hash = createHash('sha256').update(profile).digest('hex');
    const known = profiles.get(hash);
    if (known !== undefined) return known;
    const packed = deflateSync(profile);
    const dict = `<< /N ${components} /Filter /FlateDecode /Length ${packed.length} >>`;
    object(next, `${dict}\nstream\n`, packed, '\nendstream');
    profiles.set(hash, next);
    return next++;
  };
  for (const page of pages) {
    const [pageNumber, contentNumber] = [next, next + 1];
    next += 2;
    kids.push(`${pageNumber} 0 R`);
    const space = colourSpace(page.colours, profileObject);
    const names = page.strips.map((strip, index) => {
      const dict = `<< /Type /XObject /Subtype /Image /Width ${page.width} /Height ${strip.rows} /ColorSpace ${space} ${page.dictionary(strip.rows)} /Length ${strip.data.length} >>`;
      object(next, `${dict}\nstream\n`, strip.data, '\nendstream');
      return `/S${index} ${next++} 0 R`;
    });
    const { width, height, content } = layOut(page);
    object(contentNumber, `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    object(
      pageNumber,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents ${contentNumber} 0 R /Resources << /XObject << ${names.join(' ')} >> >> >>`,
    );
  }
  object(2, `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`);
  const xref = position;
  push(`xref\n0 ${next}\n0000000000 65535 f \n`);
  for (let number = 1; number < next; number += 1) {
    push(`${String(offsets[number]).padStart(10, '0')} 00000 n \n`);
  }
  push(`trailer\n<< /Size ${next} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`);
  return Buffer.concat(chunks);
}

const componentsOf = { DeviceGray: 1, DeviceRGB: 3, DeviceCMYK: 4 };

function colourSpace(
  { space, palette, profile }: PictureColours,
  profileObject: (profile: Buffer, components: number) => number,
): string {
  const base = profile
    ? `[/ICCBased ${profileObject(profile, componentsOf[space])} 0 R]`
    : `/${space}`;
  if (!palette) return base;
  return `[/Indexed ${base} ${palette.length / 3 - 1} <${palette.toString('hex')}>]`;
}

/** Page size in points and the operators that draw the strips upright. */
function layOut(page: PagePicture): { width: number; height: number; content: string } {
  const [shownWidth, shownHeight] = sizeOnPaper(page.width, page.height, page.resolution);
  const turned = page.orientation >= 5;
  const [width, height] = turned ? [shownHeight, shownWidth] : [shownWidth, shownHeight];
  const turn = matrixOf(page.orientation, width, height);
  let below = page.height;
  const strips = page.strips.map((strip, index) => {
    below -= strip.rows;
    const y = below / page.height;
    return `q 1 0 0 ${strip.rows / page.height} 0 ${y} cm /S${index} Do Q`;
  });
  return { width, height, content: `q ${turn.join(' ')} cm\n${strips.join('\n')}\nQ` };
}

/** From the unit square to the page for each orientation (TIFF 6.0, tag 274). */
function matrixOf(orientation: number, width: number, height: number): number[] {
  switch (orientation) {
    case 2:
      return [-width, 0, 0, height, width, 0];
    case 3:
      return [-width, 0, 0, -height, width, height];
    case 4:
      return [width, 0, 0, -height, 0, height];
    case 5:
      return [0, -height, -width, 0, width, height];
    case 6:
      return [0, -height, width, 0, 0, height];
    case 7:
      return [0, height, width, 0, 0, 0];
    case 8:
      return [0, height, -width, 0, width, 0];
    default:
      return [width, 0, 0, height, 0, 0];
  }
}
