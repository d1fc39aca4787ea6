import { readFileSync } from 'node:fs';
import type { DrawnPage, LookSource } from '../child/look-task';
import {
  findLookDifference,
  inkTolerance,
  type LookTolerance,
  makeSmall,
  type PageLook,
  textTolerance,
  usualTolerance,
} from './page-look';

/**
 * The first page that looks other than an independent program shows it of what was received; null
 * where all look alike. Runs in the bounded process.
 */
export async function findOtherPage(
  source: LookSource,
  drawn: DrawnPage[],
  isPlain: boolean,
): Promise<number | null> {
  if (source.kind === 'pdf') return comparePdf(source.path, drawn, isPlain);
  const { checkLeftOut, drawPicture } = await import('./draw-pictures');
  for (const page of drawn) {
    const frame = source.frames[page.page - 1];
    const file = frame && source.files[frame.file];
    if (!file) return page.page;
    const ppm = readPpm(page.path);
    const look = makeSmall(ppm, page.size);
    const wanted = { drawn: ppm, small: look };
    const other = await openable(drawPicture(file.path, frame, file.turn, wanted));
    if (!other) return page.page;
    if (findLookDifference(look, other.look, other.areInks ? inkTolerance : usualTolerance))
      return page.page;
  }
  for (const [index, { path }] of source.files.entries()) {
    const frames = source.frames.flatMap(({ file, frame }) => (file === index ? [frame] : []));
    if (!(await checkLeftOut(path, new Set(frames)))) {
      return source.frames.findIndex(({ file }) => file === index) + 1;
    }
  }
  return null;
}

async function comparePdf(path: string, drawn: DrawnPage[], isPlain: boolean) {
  const { drawPdf } = await import('./draw-pdf');
  const pdf = readFileSync(path);
  const tolerance: LookTolerance = isPlain ? usualTolerance : textTolerance;
  for (const page of drawn) {
    const ppm = readPpm(page.path);
    const other = await openable(drawPdf(pdf, { ...ppm, page: page.page }));
    if (!other || findLookDifference(makeSmall(ppm, page.size), other, tolerance)) return page.page;
  }
  return null;
}

/** What another program cannot open at all does not look the same to everybody. */
async function openable<Drawn>(drawing: Promise<Drawn>): Promise<Drawn | undefined> {
  try {
    return await drawing;
  } catch {
    return undefined;
  }
}

/** @throws Error where the file is no picture of Netpbm */
function readPpm(path: string): Omit<PageLook, 'size'> {
  const data = readFileSync(path);
  const header = /^P6\s(\d+)\s(\d+)\s255\s/.exec(data.toString('latin1', 0, 40));
  if (!header) throw new Error('no picture of Netpbm');
  const [columns, rows] = [Number(header[1]), Number(header[2])];
  return { columns, rows, rgb: data.subarray(header[0].length) };
}
