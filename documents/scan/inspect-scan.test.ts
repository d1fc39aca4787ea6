import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { drawScan, stream, writePdf } from '../../test/documents/draw-scan';
import { makeHostileScans } from '../../test/documents/hostile-scans';
import { inspectScan } from './inspect-scan';
import { normaliseScan } from './normalise-scan';
import { usualScanLimits } from './child/run-bounded';

describe('inspectScan', () => {
  it('takes a plain scan and counts its pages', async () => {
    const scan = drawScan(3);
    expect(await inspectScan(scan, usualScanLimits)).toEqual({
      accepted: true,
      code: null,
      pages: 3,
      bytes: scan.length,
      sha256: createHash('sha256').update(scan).digest('hex'),
    });
  });

  it('takes as many pages as may be, and no more', async () => {
    const limits = { ...usualScanLimits, maxPages: 3 };
    expect((await inspectScan(drawScan(3), limits)).code).toBeNull();
    expect((await inspectScan(drawScan(4), limits)).code).toBe('scan-too-many-pages');
  });

  it('takes layers of which none is off', async () => {
    const scan = writePdf([
      '<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [5 0 R] /D << /ON [5 0 R] /Order [5 0 R] >> >> >>',
      '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Properties << /L 5 0 R >> >> >>',
      stream('', '/OC /L BDC 0 0 100 100 re f EMC'),
      '<< /Type /OCG /Name (a) >>',
    ]);
    expect((await inspectScan(scan, usualScanLimits)).code).toBeNull();
  });

  it.each(makeHostileScans())(
    'refuses $name with $code',
    async ({ code, file }) => {
      const begun = Date.now();
      const inspection = await inspectScan(file, usualScanLimits);
      expect(inspection).toMatchObject({ accepted: false, code });
      expect(Date.now() - begun).toBeLessThan(usualScanLimits.timeoutMs + 2_000);
      await expect(normaliseScan(file, usualScanLimits)).rejects.toMatchObject({ code });
    },
    180_000,
  );

  it('ends a program that takes too long', async () => {
    const inspection = await inspectScan(drawScan(), { ...usualScanLimits, timeoutMs: 1 });
    expect(inspection.code).toBe('scan-too-complex');
  });
});
