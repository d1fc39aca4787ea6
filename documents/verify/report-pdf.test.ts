import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { drawScan } from '../../test/documents/draw-scan';
import { makeCopy, openWorkshop } from '../../test/documents/make-copy';
import { writeReportPdf } from './report-pdf';
import { reasonOf } from './reasons/reasons';
import { verifyCopy } from './verify-copy';

it('writes the findings of each signature for a valid copy and for a changed one', async () => {
  const workshop = await openWorkshop();
  const made = await makeCopy(workshop, drawScan(), {
    leader: await workshop.issue('p-256'),
    agency: await workshop.issue('p-256', { profile: 'seal' }),
  });
  await workshop.close();
  const changed = Buffer.from(made.copy);
  const inside = Math.floor(changed.length / 5);
  changed[inside] = changed[inside]! ^ 1;
  const options = { trustAnchors: [workshop.pki.root], at: Date.now(), online: false };
  const valid = await textOf(made.copy);
  expect(valid).toContain('HỢP LỆ');
  expect(valid).not.toContain('KHÔNG HỢP LỆ');
  expect(valid.match(/Tính toàn vẹn: đạt/g)).toHaveLength(2);
  expect(valid).toContain('Nguyễn Thị Ví Dụ');
  const wrong = await textOf(changed);
  expect(wrong).toContain('KHÔNG HỢP LỆ');
  expect(wrong).toContain(reasonOf('digest-mismatch').vi);
  expect(wrong.match(/Tính toàn vẹn: không đạt/g)).toHaveLength(2);

  async function textOf(file: Uint8Array): Promise<string> {
    const report = await verifyCopy(file, options);
    const sha256 = createHash('sha256').update(file).digest('hex');
    const pdf = await writeReportPdf(report, { fileName: `${'rất dài '.repeat(30)}.pdf`, sha256 });
    const folder = mkdtempSync(join(tmpdir(), 'saoy-report-'));
    writeFileSync(join(folder, 'report.pdf'), pdf);
    const text = execFileSync('pdftotext', [join(folder, 'report.pdf'), '-'], { encoding: 'utf8' });
    execFileSync('qpdf', ['--check', join(folder, 'report.pdf')]);
    rmSync(folder, { recursive: true });
    return text.normalize('NFC').replace(/\s+/g, ' ');
  }
});
