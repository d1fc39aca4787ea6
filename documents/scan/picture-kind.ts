/** Kinds of pictures that become pages. */
export type PictureKind = 'jpeg' | 'png' | 'tiff';

/** What the bytes begin like; whether they are that is found out in the bounded process. */
export function findPictureKind(bytes: Uint8Array): PictureKind | undefined {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start === '\x89PNG') return 'png';
  return start === 'II*\0' || start === 'MM\0*' ? 'tiff' : undefined;
}
