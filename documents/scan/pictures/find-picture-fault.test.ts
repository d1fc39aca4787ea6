import { expect, test } from '@jest/globals';
import { stream, writePdf } from '../../../test/documents/draw-scan';
import { studyPages } from '../study-pages';

const uint32 = (...values: number[]) => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
};
const segment = (type: number, body: Buffer) =>
  Buffer.concat([uint32(1), Buffer.from([type, 0, 1]), uint32(body.length), body]);
const picture = Buffer.concat([
  segment(48, Buffer.concat([uint32(100, 100, 0, 0), Buffer.alloc(3)])),
  segment(38, Buffer.concat([uint32(100, 100, 0, 0), Buffer.alloc(3)])),
]);

/** A page with a picture of JBIG2 whose shared dictionary has so many symbols. */
function withSymbols(count: number): Buffer {
  const symbols = segment(0, Buffer.concat([Buffer.alloc(10), uint32(0, count)]));
  return writePdf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>',
    stream('', Buffer.from('q 595 0 0 842 0 0 cm /X Do Q')),
    stream(
      '/Type /XObject /Subtype /Image /Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode /DecodeParms << /JBIG2Globals 6 0 R >>',
      picture,
    ),
    stream('', symbols),
  ]);
}

test('symbols that pictures share count too', () => {
  expect(studyPages(withSymbols(65_536))).toMatchObject({ code: null });
  expect(studyPages(withSymbols(65_537))).toMatchObject({ code: 'scan-too-complex', page: 1 });
});
