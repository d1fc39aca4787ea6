import { checkSize } from './page-picture';
import type { PagePicture } from './page-picture';

/** Samples a pixel by colour type; with alpha (4, 6) a page would have no ground of its own. */
const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1 };

/**
 * PNG data is what PDF's FlateDecode with predictor 15 reads (ISO 32000-1, 7.4.4.4).
 * @throws Error where the bytes are no complete, plain PNG
 */
export function readPng(data: Buffer): PagePicture {
  const header = data.subarray(16, 29);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, type, interlace] = [header.readUInt8(8), header.readUInt8(9), header.readUInt8(12)];
  checkSize(width, height);
  const colours = samples[type];
  if (colours === undefined) throw new Error('transparent');
  if (interlace !== 0) throw new Error('interlaced');
  const parts: Buffer[] = [];
  let palette: Buffer | undefined;
  let dpi = 0;
  for (let at = 8; ;) {
    const length = data.readUInt32BE(at);
    const kind = data.toString('latin1', at + 4, at + 8);
    if (at + 12 + length > data.length) throw new Error('cut short');
    const body = data.subarray(at + 8, at + 8 + length);
    if (kind === 'IDAT') parts.push(body);
    if (kind === 'PLTE') palette = body;
    if (kind === 'tRNS') throw new Error('transparent');
    if (kind === 'pHYs' && body.readUInt8(8) === 1) dpi = Math.round(body.readUInt32BE(0) * 0.0254);
    if (kind === 'IEND') break;
    at += 12 + length;
  }
  const space = colourSpace(type, palette);
  return {
    width,
    height,
    dpi,
    orientation: 1,
    strips: [{ rows: height, data: Buffer.concat(parts) }],
    dictionary: () =>
      `/ColorSpace ${space} /BitsPerComponent ${depth} /Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors ${colours} /BitsPerComponent ${depth} /Columns ${width} >>`,
  };
}

function colourSpace(type: number, palette: Buffer | undefined): string {
  if (type !== 3) return type === 2 ? '/DeviceRGB' : '/DeviceGray';
  if (!palette || palette.length === 0 || palette.length % 3 !== 0) throw new Error('damaged');
  return `[/Indexed /DeviceRGB ${palette.length / 3 - 1} <${palette.toString('hex')}>]`;
}
