import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { drawScan, stream, writePdf } from '../../test/documents/draw-scan';
import { normaliseScan } from './normalise-scan';
import { usualScanLimits } from './run-bounded';

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
    stream('', '0 0.5 0 rg 40 60 200 300 re f'),
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
