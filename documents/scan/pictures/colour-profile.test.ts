import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { intakeScan } from '../intake-scan';
import { usualScanLimits } from '../child/run-bounded';
import { isUsableProfile } from './colour-profile';

const pixels = Buffer.from(Array.from({ length: 60 * 40 * 3 }, (_, at) => (at * 7) % 256));
const picture = () => sharp(pixels, { raw: { width: 60, height: 40, channels: 3 } });
const options = { jpeg: {}, png: {}, tiff: { compression: 'lzw' } } as const;
const taken = async (bytes: Uint8Array) => {
  const { pdf, isArchivable } = await intakeScan([{ bytes, turn: 0 }], usualScanLimits);
  return { text: Buffer.from(pdf).toString('latin1'), isArchivable };
};
const profileOf = async (file: Buffer) => (await sharp(file).metadata()).icc!;

/** With an entry of its profile spoilt, whatever the profile is packed in. */
const spoilt = (file: Buffer, profile: Buffer) => {
  const at = file.indexOf(profile.subarray(128, 160));
  expect(at).toBeGreaterThan(0);
  const copy = Buffer.from(file);
  copy.fill(0xff, at, at + 4);
  return copy;
};

describe('a colour profile', () => {
  it.each(['jpeg', 'png', 'tiff'] as const)('of a %s stays with its picture', async (format) => {
    const file = await picture().withIccProfile('p3')[format](options[format]).toBuffer();
    const { text, isArchivable } = await taken(file);
    expect(text).toMatch(/\/ColorSpace \[\s*\/ICCBased \d+ 0 R\s*\]/);
    expect(text).toMatch(/\/N 3/);
    expect(isArchivable).toBe(true);
  });

  it.each(['jpeg', 'tiff'] as const)('of a %s that is damaged is left out', async (format) => {
    const file = await picture().withIccProfile('p3')[format](options[format]).toBuffer();
    const { text, isArchivable } = await taken(spoilt(file, await profileOf(file)));
    expect(text).not.toMatch(/ICCBased/);
    expect(text).toMatch(/\/ColorSpace \/DeviceRGB/);
    expect(isArchivable).toBe(true);
  });

  it('of other colours than the picture has is left out', async () => {
    const colour = await picture().withIccProfile('p3').jpeg().toBuffer();
    const grey = await picture().toColourspace('b-w').jpeg().toBuffer();
    const segment = colour.subarray(colour.indexOf('ICC_PROFILE') - 4);
    const length = segment.readUInt16BE(2) + 2;
    const file = Buffer.concat([
      grey.subarray(0, 2),
      segment.subarray(0, length),
      grey.subarray(2),
    ]);
    expect((await taken(file)).text).not.toMatch(/ICCBased/);
  });

  it('of which a piece is missing is left out', async () => {
    const file = await picture().withIccProfile('p3').jpeg().toBuffer();
    const copy = Buffer.from(file);
    // It says that it is the first of two.
    copy[copy.indexOf('ICC_PROFILE\0') + 13] = 2;
    expect((await taken(copy)).text).not.toMatch(/ICCBased/);
  });

  it('is shared by the pages that have the same', async () => {
    const file = await picture().withIccProfile('p3').jpeg().toBuffer();
    const files = [file, file].map((bytes) => ({ bytes, turn: 0 as const }));
    const { pdf } = await intakeScan(files, usualScanLimits);
    const spaces = Buffer.from(pdf)
      .toString('latin1')
      .match(/\/ICCBased \d+ 0 R/g);
    expect(spaces).toHaveLength(2);
    expect(new Set(spaces).size).toBe(1);
  });
});

describe('isUsableProfile', () => {
  const whole = async () => profileOf(await picture().withIccProfile('p3').jpeg().toBuffer());

  it('takes a whole one for its own number of colours alone', async () => {
    const profile = await whole();
    expect([1, 3, 4].map((components) => isUsableProfile(profile, components))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it.each([
    ['cut short', (profile: Buffer) => profile.subarray(0, -1)],
    ['without its mark', (profile: Buffer) => with4(profile, 36, 'none')],
    ['for a device link', (profile: Buffer) => with4(profile, 12, 'link')],
    ['of connection colours of no kind', (profile: Buffer) => with4(profile, 20, 'none')],
    ['of version 5', (profile: Buffer) => with4(profile, 8, '\x05\0\0\0')],
    ['of version 1', (profile: Buffer) => with4(profile, 8, '\x01\0\0\0')],
    ['of a million parts', (profile: Buffer) => with4(profile, 128, '\0\x0f\xff\xff')],
    ['with a part outside', (profile: Buffer) => with4(profile, 136, '\0\xff\xff\xff')],
    ['with a part in its own list', (profile: Buffer) => with4(profile, 136, '\0\0\0\x80')],
    ['without red', (profile: Buffer) => with4(profile, profile.indexOf('rXYZ'), 'none')],
    ['of nothing', () => Buffer.alloc(0)],
  ])('refuses one %s', async (_name, change) => {
    expect(isUsableProfile(change(await whole()), 3)).toBe(false);
  });
});

function with4(profile: Buffer, at: number, text: string): Buffer {
  const copy = Buffer.from(profile);
  copy.write(text, at, 'latin1');
  return copy;
}
