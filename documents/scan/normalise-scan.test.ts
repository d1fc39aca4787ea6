import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { drawScan, stream, writePdf } from '../../test/documents/draw-scan';
import { assemblePages } from './assemble-pages';
import { normaliseScan } from './normalise-scan';
import { encodePng } from './pictures/encode-png';
import { usualScanLimits } from './child/run-bounded';

/** Pictures of the pages as poppler draws them. */
function render(pdf: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'saoy-look-'));
  try {
    writeFileSync(join(folder, 'in.pdf'), pdf);
    execFileSync('pdftoppm', ['-r', '50', '-png', join(folder, 'in.pdf'), join(folder, 'page')]);
    return readdirSync(folder)
      .filter((name) => name.endsWith('.png'))
      .sort()
      .map((name) =>
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const page = (entries: string, ...more: (string | Buffer)[]) =>
  writePdf([
    '<< /Type /Catalog /Pages 2 0 R /PageLayout /TwoPageLeft /Outlines << /Type /Outlines >> >>',
    `<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 600] /Rotate 90 >>`,
    `<< /Type /Page /Parent 2 0 R /Contents 4 0 R ${entries} >>`,
    stream('', `0 0.5 0 rg 40 60 200 300 re f ${entries.includes('/A 5') ? '/A Do' : ''}`),
    ...more,
  ]);

const stamp = stream(
  '/Type /XObject /Subtype /Form /BBox [0 0 50 50]',
  '1 0 0 rg 0 0 50 50 re f 0 0 1 rg 10 10 20 20 re f',
);

describe('normaliseScan', () => {
  it.each([
    ['a plain scan', drawScan(3)],
    ['an inherited box and rotation', page('')],
    ['a crop box', page('/CropBox [50 50 300 400]')],
    [
      'a visible stamp',
      page(
        '/Annots [5 0 R]',
        '<< /Type /Annot /Subtype /Stamp /Rect [100 100 220 180] /F 4 /AP << /N 6 0 R >> >>',
        stamp,
      ),
    ],
    [
      'a stamp on a turned and cropped page',
      page(
        '/Rotate 270 /CropBox [60 80 380 560] /Annots [5 0 R]',
        '<< /Type /Annot /Subtype /Stamp /Rect [100 100 220 180] /F 4 /AP << /N 6 0 R >> >>',
        stamp,
      ),
    ],
    [
      'a stamp that is itself turned',
      page(
        '/Annots [5 0 R]',
        '<< /Type /Annot /Subtype /Stamp /Rect [100 100 220 180] /F 4 /AP << /N 6 0 R >> >>',
        stream(
          '/Type /XObject /Subtype /Form /BBox [0 0 50 50] /Matrix [0 1 -1 0 0 0]',
          '1 0 0 rg 0 0 50 50 re f 0 0 1 rg 10 10 20 20 re f',
        ),
      ),
    ],
    ['a box that begins elsewhere', page('/MediaBox [-100 -50 300 550] /Rotate 180')],
    ['a unit of its own', page('/UserUnit 2')],
    [
      'pictures and drawings in drawings',
      page(
        '/Resources << /XObject << /A 5 0 R >> >>',
        stream(
          '/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources << /XObject << /B 6 0 R >> >>',
          'q 200 0 0 200 100 300 cm /B Do Q',
        ),
        stream(
          '/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /ASCIIHexDecode',
          'ff0000 00ff00 0000ff 808080>',
        ),
      ),
    ],
    [
      'pages made of pictures',
      Buffer.from(
        assemblePages(
          ([0, 90, 180, 270] as const).map((turn) => ({
            bytes: encodePng({
              width: 40,
              height: 20,
              rgba: Buffer.from(
                Array.from({ length: 3200 }, (_, at) => (at % 4 === 3 ? 255 : at % 251)),
              ),
            }),
            turn,
          })),
        ).pdf,
      ),
    ],
    [
      'layers that are on',
      writePdf([
        '<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R] /D << /ON [5 0 R] >> >> >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Contents 4 0 R /Resources << /Properties << /L 5 0 R >> >> >>',
        stream('', '/OC /L BDC 0 0 100 100 re f EMC'),
        '<< /Type /OCG /Name (a) >>',
      ]),
    ],
  ])('keeps the look of %s', async (_name, scan) => {
    const { pdf } = await normaliseScan(scan, usualScanLimits);
    expect(render(pdf)).toEqual(render(scan));
  });

  it('leaves nothing in the catalogue but the pages, and no annotation that was drawn', async () => {
    const scan = page(
      '/Annots [5 0 R]',
      '<< /Type /Annot /Subtype /Stamp /Rect [100 100 220 180] /F 4 /AP << /N 6 0 R >> >>',
      stamp,
    );
    const { pdf, pages, sha256 } = await normaliseScan(scan, usualScanLimits);
    const text = Buffer.from(pdf).toString('latin1');
    expect(/\/Type \/Catalog/.exec(text)).not.toBeNull();
    expect(text).not.toMatch(/\/Outlines|\/PageLayout|\/Annots|\/AcroForm|\/ObjStm/);
    expect(pages).toBe(1);
    expect(sha256).toBe(createHash('sha256').update(pdf).digest('hex'));
  });

  it('gives the same bytes each time', async () => {
    const [first, second] = [
      await normaliseScan(drawScan(), usualScanLimits),
      await normaliseScan(drawScan(), usualScanLimits),
    ];
    expect(first.sha256).toBe(second.sha256);
  });
});

describe('a refusal names the page', () => {
  /** Three pages, the second with what is given. */
  const threePages = (entries: string, content: string, object: string | Buffer = 'null') => {
    const usual = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R >>';
    return writePdf([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>',
      usual,
      `<< /Type /Page /Parent 2 0 R ${entries} /Contents 7 0 R /Resources << /XObject << /X 8 0 R >> >> >>`,
      usual,
      stream('', '0 0 9 9 re f'),
      stream('', content),
      object,
    ]);
  };
  const box = '/MediaBox [0 0 595 842]';
  const jpeg = stream(
    '/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode',
    'MZ',
  );

  it.each([
    ['scan-picture-damaged', threePages(box, 'q 500 0 0 700 40 40 cm /X Do Q', jpeg)],
    ['scan-page-size', threePages('/MediaBox [0 0 595 1]', '')],
    ['scan-too-complex', threePages(box, '[.000001] 0 d 0 0 m 500 0 l S')],
  ])('with %s', async (code, scan) => {
    const refused = normaliseScan(scan, usualScanLimits);
    await expect(refused).rejects.toMatchObject({ code, params: { page: 2 } });
  });
});
