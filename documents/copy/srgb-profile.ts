/**
 * The colour space sRGB (IEC 61966-2-1) as an ICC profile (ICC.1:2004-10, version 4.2), written here
 * from its published numbers: what the copy's colours mean, for PDF/A's output intent.
 */
export function srgbProfile(): Uint8Array {
  const curve = parametricCurve([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);
  const tags: [string, Buffer][] = [
    ['desc', words('sRGB')],
    ['cprt', words('Public domain')],
    ['wtpt', xyz(whiteOfD50)],
    ['chad', fixedArray(bradford)],
    ['rXYZ', xyz([0.43607, 0.22249, 0.01392])],
    ['gXYZ', xyz([0.38515, 0.71687, 0.09708])],
    ['bXYZ', xyz([0.14307, 0.06061, 0.7141])],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  const bodies: Buffer[] = [];
  const places = new Map<Buffer, number>();
  let at = headerLength + table.length;
  tags.forEach(([name, body], index) => {
    if (!places.has(body)) {
      places.set(body, at);
      bodies.push(body);
      at += body.length;
    }
    table.write(name, 4 + index * 12, 'latin1');
    table.writeUInt32BE(places.get(body) ?? 0, 8 + index * 12);
    table.writeUInt32BE(body.length, 12 + index * 12);
  });
  return Buffer.concat([header(at), table, ...bodies]);
}

const headerLength = 128;
/** The illuminant of the profile connection space (ICC.1, 7.2.16). */
const whiteOfD50 = [0.9642, 1, 0.8249];
/** From D65, which sRGB has, to D50 (ICC.1, annex E). */
const bradford = [
  1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01706, -0.00923, 0.01508, 0.75168,
];

function header(size: number): Buffer {
  const bytes = Buffer.alloc(headerLength);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x04200000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  // The date of the profile: 2026-01-01.
  [2026, 1, 1, 0, 0, 0].forEach((part, index) => bytes.writeUInt16BE(part, 24 + index * 2));
  bytes.write('acsp', 36, 'latin1');
  whiteOfD50.forEach((value, index) => bytes.writeInt32BE(fixed(value), 68 + index * 4));
  return bytes;
}

function typed(type: string, length: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil((8 + length) / 4) * 4);
  bytes.write(type, 0, 'latin1');
  return bytes;
}

function xyz(values: number[]): Buffer {
  const bytes = typed('XYZ ', 12);
  values.forEach((value, index) => bytes.writeInt32BE(fixed(value), 8 + index * 4));
  return bytes;
}

function fixedArray(values: number[]): Buffer {
  const bytes = typed('sf32', values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(fixed(value), 8 + index * 4));
  return bytes;
}

/** Y = (aX + b)^g from d on, cX below (ICC.1, 10.15, function type 3). */
function parametricCurve([gamma, a, b, c, d]: [number, number, number, number, number]): Buffer {
  const bytes = typed('para', 4 + 20);
  bytes.writeUInt16BE(3, 8);
  [gamma, a, b, c, d].forEach((value, index) => bytes.writeInt32BE(fixed(value), 12 + index * 4));
  return bytes;
}

/** One string in one language (ICC.1, 10.13). */
function words(text: string): Buffer {
  const bytes = typed('mluc', 20 + text.length * 2);
  bytes.writeUInt32BE(1, 8);
  bytes.writeUInt32BE(12, 12);
  bytes.write('enUS', 16, 'latin1');
  bytes.writeUInt32BE(text.length * 2, 20);
  bytes.writeUInt32BE(28, 24);
  Buffer.from(text, 'utf16le').swap16().copy(bytes, 28);
  return bytes;
}

/** s15Fixed16Number. */
function fixed(value: number): number {
  return Math.round(value * 65_536);
}
