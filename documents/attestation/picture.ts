import { type PDFRef, PngEmbedder } from 'pdf-lib';
import { SaoyError } from '../../domain/problem';
import type { Revision } from '../copy/revision';

/** A picture as it stands in one PDF. */
export interface PlacedPicture {
  ref: PDFRef;
  /** Pixels. */
  width: number;
  height: number;
}

const pictureBytesMax = 2 * 1024 * 1024;
const pictureSideMax = 2000;

/**
 * Embeds a signature or seal picture: PNG with transparency (A10), at most 2 MB and 2000 pixels a side.
 * @throws SaoyError `picture-unsuitable`
 */
export async function placePicture(revision: Revision, png: Uint8Array): Promise<PlacedPicture> {
  const { width, height } = readPngSize(png);
  try {
    const embedder = await PngEmbedder.for(png);
    return { ref: await embedder.embedIntoContext(revision.context), width, height };
  } catch (cause) {
    throw new SaoyError('picture-unsuitable', { reason: 'damaged' }, { cause });
  }
}

/** The size that the header states, before anything is unpacked (PNG 1.2, 11.2.2). */
function readPngSize(png: Uint8Array): { width: number; height: number } {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  if (png.length < 33 || signature.some((byte, index) => png[index] !== byte)) {
    throw new SaoyError('picture-unsuitable', { reason: 'not PNG' });
  }
  const view = new DataView(png.buffer, png.byteOffset, png.length);
  const width = view.getUint32(16);
  const height = view.getUint32(20);
  if (png.length > pictureBytesMax || Math.max(width, height) > pictureSideMax) {
    throw new SaoyError('picture-unsuitable', { reason: 'too large' });
  }
  if (Math.min(width, height) < 1) throw new SaoyError('picture-unsuitable', { reason: 'empty' });
  return { width, height };
}
