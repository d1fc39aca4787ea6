import sharp from 'sharp';
import { readPngParts, decodePng } from '../pictures/decode-png';
import { pixelsMax } from '../pictures/page-picture';
import type { PictureFrame, Turn } from '../child/look-task';
import { makeSmall, type PageLook } from './page-look';

/** How large a look is to be drawn. */
type WantedLook = Pick<PageLook, 'columns' | 'rows'>;

/** A fax machine's oddest; more is a mistake of the program that wrote it. */
const ratioMax = 5;

/**
 * A picture as libvips shows it: another reader of the same file than the one that the page is made
 * by, by its own account of orientation, resolution, colours and palette.
 */
export async function drawPicture(
  path: string,
  { frame }: PictureFrame,
  turn: Turn,
  wanted: { drawn: WantedLook; small: WantedLook },
): Promise<{ look: PageLook; areInks: boolean }> {
  sharp.concurrency(1);
  sharp.cache(false);
  const open = () => sharp(path, { page: frame, failOn: 'none', limitInputPixels: pixelsMax });
  const { width, height, autoOrient, space, icc } = await open().metadata();
  const isTurned = autoOrient.width !== width;
  // What is smaller than it is drawn is drawn as large, dot by dot, and made small in the same way.
  const isEnlarged = Math.max(width, height) < Math.max(wanted.drawn.columns, wanted.drawn.rows);
  const { columns, rows } = isEnlarged ? wanted.drawn : wanted.small;
  const sideways = turn % 180 !== 0;
  const upright = { columns: sideways ? rows : columns, rows: sideways ? columns : rows };
  const png = await open()
    .autoOrient()
    .resize(upright.columns, upright.rows, {
      fit: 'fill',
      ...(isEnlarged ? { kernel: 'nearest' } : {}),
    })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .keepMetadata()
    .png({ compressionLevel: 1 })
    .toBuffer();
  const { x, y } = readPngParts(png).resolution;
  const ratio = Math.max(x, y) > ratioMax * Math.min(x, y) ? 1 : x / y;
  const shown: [number, number] = isTurned ? [height, width / ratio] : [width / ratio, height];
  const rgba = decodePng(png, columns * rows).rgba;
  const rgb = new Uint8Array(columns * rows * 3);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [fromX, fromY] = unturned(column, row, turn, { columns, rows });
      const from = (fromY * upright.columns + fromX) * 4;
      rgb.set(rgba.subarray(from, from + 3), (row * columns + column) * 3);
    }
  const size: [number, number] = sideways ? [shown[1], shown[0]] : shown;
  return {
    look: makeSmall({ columns, rows, rgb }, size),
    areInks: space === 'cmyk' && !icc,
  };
}

/** Where a place of the turned picture lies in the one before. */
function unturned(
  x: number,
  y: number,
  turn: Turn,
  { columns, rows }: WantedLook,
): [number, number] {
  if (turn === 90) return [y, columns - 1 - x];
  if (turn === 180) return [columns - 1 - x, rows - 1 - y];
  return turn === 270 ? [rows - 1 - y, x] : [x, y];
}

/**
 * Whether the frames of a TIFF that became no page are smaller than one that did, or in black and
 * white beside a page of the same size that is not, as its mask: otherwise a page is missing.
 * (libvips does not tell what a frame says it is for.)
 */
export async function checkLeftOut(path: string, kept: Set<number>): Promise<boolean> {
  const { pages = 1 } = await sharp(path).metadata();
  if (pages === kept.size) return true;
  const sizes = [];
  for (let page = 0; page < pages; page += 1) sizes.push(await sizeOf(path, page));
  const pagesKept = sizes.filter((_, frame) => kept.has(frame));
  return sizes.every(
    (left, frame) =>
      kept.has(frame) ||
      left === undefined ||
      pagesKept.some((page) => page && (isSmaller(left, page) || isMaskOf(left, page))),
  );
}

interface FrameSize {
  width: number;
  height: number;
  isBilevel: boolean;
}

/** Undefined where libvips cannot show the frame by itself, as with a mask that says it is one. */
async function sizeOf(path: string, page: number): Promise<FrameSize | undefined> {
  try {
    const { width, height, bitsPerSample } = await sharp(path, { page }).metadata();
    return { width, height, isBilevel: bitsPerSample === 1 };
  } catch {
    return undefined;
  }
}

function isSmaller(frame: FrameSize, page: FrameSize): boolean {
  return frame.width < page.width && frame.height < page.height;
}

function isMaskOf(frame: FrameSize, page: FrameSize): boolean {
  const isAsLarge = frame.width === page.width && frame.height === page.height;
  return isAsLarge && frame.isBilevel && !page.isBilevel;
}
