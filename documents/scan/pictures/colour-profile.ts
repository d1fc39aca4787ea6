/** Numbers a colour, by the profile's own name of its colours (ICC.1:2010, table 19). */
const componentsOf: Record<string, number> = { GRAY: 1, 'RGB ': 3, CMYK: 4 };
/** Of input, display, output and conversion; no others are for pictures (ISO 32000-1, 8.6.5.5). */
const classes = new Set(['scnr', 'mntr', 'prtr', 'spac']);
const tagsMax = 100;
const headerBytes = 128;
/** A printer's has some 3 MB. */
export const profileBytesMax = 4 * 1024 * 1024;

/** What a program needs to make colours of the numbers: curves, or a table. */
const neededTags: Record<string, string[]> = {
  GRAY: ['kTRC'],
  'RGB ': ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'],
};

/**
 * Whether a colour profile is whole and of as many numbers a colour as the picture has: one that is
 * not, viewers leave aside, or fail over.
 */
export function isUsableProfile(profile: Uint8Array, components: number): boolean {
  const data = Buffer.from(profile.buffer, profile.byteOffset, profile.length);
  if (data.length < headerBytes + 4 || data.length > profileBytesMax) return false;
  const name = (at: number) => data.toString('latin1', at, at + 4);
  const [size, version, colours] = [data.readUInt32BE(0), data.readUInt8(8), name(16)];
  if (size !== data.length || name(36) !== 'acsp') return false;
  // PDF 1.7, and with it PDF/A-2, knows versions 2 to 4.
  if (version < 2 || version > 4 || !classes.has(name(12))) return false;
  if (componentsOf[colours] !== components || !['XYZ ', 'Lab '].includes(name(20))) return false;
  const tags = listTags(data);
  if (!tags) return false;
  return tags.has('A2B0') || (neededTags[colours]?.every((tag) => tags.has(tag)) ?? false);
}

/** The names of its parts; undefined where one lies outside. */
function listTags(data: Buffer): Set<string> | undefined {
  const count = data.readUInt32BE(headerBytes);
  const first = headerBytes + 4;
  if (count > tagsMax || first + count * 12 > data.length) return undefined;
  const names = new Set<string>();
  for (let entry = first; entry < first + count * 12; entry += 12) {
    const [offset, length] = [data.readUInt32BE(entry + 4), data.readUInt32BE(entry + 8)];
    if (offset < first + count * 12 || length < 8 || offset + length > data.length)
      return undefined;
    names.add(data.toString('latin1', entry, entry + 4));
  }
  return names;
}
