import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { stream, writePdf } from '../../../test/documents/draw-scan';
import { PdfStream } from '../../verify/parse/objects';
import { PdfView } from '../../verify/parse/pdf-view';
import { readStructure } from '../../verify/parse/read-structure';
import { readDirectories, tag } from '../pictures/tiff-directory';
import { inspectScan } from '../inspect-scan';
import { usualScanLimits } from '../child/run-bounded';
import { unpackFilters } from './unpack-filters';

const bytesMax = 1 << 20;
const bytes = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * at) % 251));

const hex = (data: Buffer) => Buffer.from(`${data.toString('hex')}>`);
const runs = (data: Buffer) =>
  Buffer.concat([
    ...Array.from({ length: Math.ceil(data.length / 128) }, (_, at) => {
      const piece = data.subarray(at * 128, at * 128 + 128);
      return Buffer.concat([Buffer.from([piece.length - 1]), piece]);
    }),
    Buffer.from([128]),
  ]);

function ascii85(data: Buffer): Buffer {
  let text = '';
  for (let at = 0; at < data.length; at += 4) {
    const group = Buffer.alloc(4);
    const taken = data.copy(group, 0, at, at + 4);
    let value = group.readUInt32BE(0);
    const digits = Array.from({ length: 5 }, () => {
      const digit = value % 85;
      value = Math.floor(value / 85);
      return String.fromCharCode(digit + 33);
    });
    text += digits
      .reverse()
      .join('')
      .slice(0, taken + 1);
  }
  return Buffer.from(`${text}~>`);
}

/** LZW as libtiff writes it, of one strip. */
async function lzw(data: Buffer): Promise<Buffer> {
  const picture = sharp(data, { raw: { width: data.length, height: 1, channels: 1 } });
  const packing = { compression: 'lzw', predictor: 'none' } as const;
  const tiff = await picture.toColourspace('b-w').tiff(packing).toBuffer();
  const [directory] = readDirectories(tiff);
  const [at, length] = [directory!.one(tag.stripOffsets, 0), directory!.one(tag.stripLengths, 0)];
  return tiff.subarray(at, at + length);
}

/** One stream of a PDF, unpacked as far as it goes. */
function unpacked(dict: string, data: Buffer) {
  const pdf = writePdf(['<< /Type /Catalog >>', stream(dict, data)]);
  const view = new PdfView(readStructure(pdf), 0);
  const value = view.current(2);
  if (!(value instanceof PdfStream)) throw new Error('no stream');
  const { data: left, last } = unpackFilters(view, value, bytesMax);
  return { data: Buffer.from(left), last: last?.name };
}

describe('unpackFilters', () => {
  it.each<[string, () => Buffer | Promise<Buffer>]>([
    ['/Filter /ASCIIHexDecode', () => hex(bytes)],
    ['/Filter /ASCII85Decode', () => ascii85(bytes)],
    ['/Filter /ASCII85Decode', () => ascii85(bytes.subarray(0, 4999))],
    ['/Filter /RunLengthDecode', () => runs(bytes)],
    ['/Filter /FlateDecode', () => deflateSync(bytes)],
    ['/Filter /LZWDecode', () => lzw(bytes)],
    ['/Filter [/ASCIIHexDecode /FlateDecode]', () => hex(deflateSync(bytes))],
    ['/Filter [/ASCII85Decode /LZWDecode]', async () => ascii85(await lzw(bytes))],
    [
      '/Filter [/FlateDecode /RunLengthDecode /ASCIIHexDecode]',
      () => deflateSync(runs(hex(bytes))),
    ],
    [
      '/Filter [/FlateDecode /FlateDecode] /DecodeParms [null << /Predictor 12 /Columns 5 >>]',
      () => deflateSync(deflateSync(predicted(5))),
    ],
    [
      '/Filter [/FlateDecode /FlateDecode] /DecodeParms [<< /Predictor 2 /Columns 5 >> null]',
      () => deflateSync(differences(deflateSync(bytes), 5)),
    ],
  ])('undoes %s', async (dict, make) => {
    const { data, last } = unpacked(dict, await make());
    const expected = dict.includes('ASCII85Decode') && data.length === 4999 ? 4999 : 5000;
    expect(data.subarray(0, 5000).equals(bytes.subarray(0, expected))).toBe(true);
    expect(last).toBeUndefined();
  });

  it('leaves what makes a picture, with the filter of its own', () => {
    expect(unpacked('/Filter [/ASCIIHexDecode /DCTDecode]', hex(bytes))).toEqual({
      data: bytes,
      last: 'DCTDecode',
    });
  });

  it.each<[string, string, Buffer]>([
    ['a picture that is packed bytes', '/Filter [/DCTDecode /FlateDecode]', bytes],
    ['a filter of no known name', '/Filter /KhongBiet', bytes],
    ['letters that are no digits', '/Filter /ASCIIHexDecode', Buffer.from('zz>')],
    ['a group of one digit', '/Filter /ASCII85Decode', Buffer.from('!~>')],
    ['a group beyond 32 bits', '/Filter /ASCII85Decode', Buffer.from('uuuuu~>')],
    ['a run that is cut short', '/Filter /RunLengthDecode', Buffer.from([9, 1])],
    ['runs without end', '/Filter /RunLengthDecode', Buffer.alloc(40_000, Buffer.from([129, 0]))],
    ['what is not deflated', '/Filter /FlateDecode', Buffer.from('x')],
    ['deflated without end', '/Filter /FlateDecode', deflateSync(Buffer.alloc(bytesMax + 1))],
    ['a code without a meaning', '/Filter /LZWDecode', Buffer.from([0xff, 0xff, 0xff])],
    [
      'rows without end',
      '/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 >>',
      deflateSync(bytes),
    ],
    [
      'an unknown predictor',
      '/Filter /FlateDecode /DecodeParms << /Predictor 7 /Columns 5 >>',
      deflateSync(bytes),
    ],
  ])('refuses %s', (_name, dict, data) => {
    expect(() => unpacked(dict, data)).toThrow(expect.objectContaining({ name: 'FilterFault' }));
  });
});

/** Rows of so many bytes, each said as its difference from the one above. */
function predicted(columns: number): Buffer {
  const rows = Array.from({ length: bytes.length / columns }, (_, row) =>
    Buffer.from([
      2,
      ...Array.from(
        { length: columns },
        (_, at) => bytes[row * columns + at]! - (row > 0 ? bytes[(row - 1) * columns + at]! : 0),
      ),
    ]),
  );
  return Buffer.concat(rows);
}

function differences(data: Buffer, columns: number): Buffer {
  const whole = Buffer.concat([data, Buffer.alloc((columns - (data.length % columns)) % columns)]);
  return Buffer.from(whole.map((value, at) => value - (at % columns === 0 ? 0 : whole[at - 1]!)));
}

describe('a photograph or fax behind other filters', () => {
  const page = (dict: string, data: Buffer, width: number) =>
    writePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>',
      stream('', 'q 99 0 0 99 0 0 cm /X Do Q'),
      stream(
        `/Type /XObject /Subtype /Image /Width ${width} /Height 40 /ColorSpace /DeviceGray ${dict}`,
        data,
      ),
    ]);
  const photograph = async () =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: '#777' } })
      .toColourspace('b-w')
      .jpeg()
      .toBuffer();
  // Forty rows that are white as the one above them.
  const fax = Buffer.from('ffffffffff001001', 'hex');
  const faxParms = '<< /K -1 /Columns 60 /Rows 40 >>';
  it.each<[string, () => Promise<Buffer>]>([
    [
      '/BitsPerComponent 8 /Filter [/ASCII85Decode /DCTDecode]',
      async () => ascii85(await photograph()),
    ],
    [
      '/BitsPerComponent 8 /Filter [/ASCIIHexDecode /DCTDecode]',
      async () => hex(await photograph()),
    ],
    [
      '/BitsPerComponent 8 /Filter [/RunLengthDecode /DCTDecode]',
      async () => runs(await photograph()),
    ],
    ['/BitsPerComponent 8 /Filter [/LZWDecode /DCTDecode]', async () => lzw(await photograph())],
    [
      '/BitsPerComponent 8 /Filter [/ASCII85Decode /FlateDecode /DCTDecode]',
      async () => ascii85(deflateSync(await photograph())),
    ],
    [
      `/BitsPerComponent 1 /Filter [/FlateDecode /CCITTFaxDecode] /DecodeParms [null ${faxParms}]`,
      () => Promise.resolve(deflateSync(fax)),
    ],
    [
      `/BitsPerComponent 1 /Filter [/ASCIIHexDecode /FlateDecode /CCITTFaxDecode] /DecodeParms [null null ${faxParms}]`,
      () => Promise.resolve(hex(deflateSync(fax))),
    ],
  ])('is judged by itself: %s', async (dict, make) => {
    const data = await make();
    const code = async (width: number) =>
      (await inspectScan(page(dict, data, width), usualScanLimits)).code;
    expect(await code(60)).toBeNull();
    expect(await code(61)).not.toBeNull();
  });
});
