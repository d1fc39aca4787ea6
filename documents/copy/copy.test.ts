import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type PDFDict, PDFName } from 'pdf-lib';
import { drawScan } from '../../test/documents/draw-scan';
import {
  type KeyKind,
  makeCopy,
  openWorkshop,
  type Workshop,
} from '../../test/documents/make-copy';
import { readPiece } from '../evidence/der';
import { fieldNames } from '../attestation/field-names';
import { Revision } from './revision';
import { coveredParts, getField, readByteRange, readContents } from './signature-dictionary';

let workshop: Workshop;
let folder: string;

beforeAll(async () => {
  workshop = await openWorkshop();
  folder = mkdtempSync(join(tmpdir(), 'saoy-copy-'));
});
afterAll(async () => {
  await workshop.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each<[KeyKind, KeyKind]>([
  ['rsa-2048', 'rsa-4096'],
  ['p-256', 'p-384'],
])('a copy signed with %s and sealed with %s', (leader, agency) => {
  let copy: Uint8Array;
  let made: Awaited<ReturnType<typeof makeCopy>>;
  let path: string;

  beforeAll(async () => {
    made = await makeCopy(workshop, drawScan(), {
      leader: await workshop.issue(leader),
      agency: await workshop.issue(agency, { profile: 'seal' }),
    });
    copy = made.copy;
    path = join(folder, `${leader}.pdf`);
    writeFileSync(path, copy);
  });

  it('keeps every earlier revision byte for byte', () => {
    for (const stage of [made.normalised, made.certified, made.sealed]) {
      expect(Buffer.compare(stage, copy.subarray(0, stage.length))).toBe(0);
    }
  });

  it('is sound to qpdf', () => {
    const checked = spawnSync('qpdf', ['--check', path], { encoding: 'utf8' });
    expect(checked.stdout + checked.stderr).toContain('No syntax or stream encoding errors found');
    expect(checked.status).toBe(0);
  });

  it('is accepted by pdfsig: each signature valid, the last one over the whole file', () => {
    const output = execFileSync('pdfsig', ['-nocert', path], { encoding: 'utf8' });
    expect(output.match(/Signature is Valid\./g)).toHaveLength(2);
    expect(output.match(/Total document signed/g)).toHaveLength(1);
  });

  it.each([fieldNames.leader, fieldNames.agency])('is accepted by openssl: %s', (field) => {
    const range = readByteRange(new Revision(copy), field);
    const cms = readPiece(readContents(copy, range)).raw;
    writeFileSync(join(folder, 'signature.der'), cms);
    writeFileSync(join(folder, 'covered.bin'), Buffer.concat(coveredParts(copy, range)));
    const checked = spawnSync(
      'openssl',
      ['cms', '-verify', '-binary', '-inform', 'DER', '-in', join(folder, 'signature.der')].concat(
        ['-content', join(folder, 'covered.bin'), '-CAfile', workshop.pki.rootFile],
        ['-purpose', 'any', '-out', '/dev/null'],
      ),
      { encoding: 'utf8' },
    );
    expect(checked.stderr).toMatch(/verification successful/i);
    expect(checked.status).toBe(0);
  });

  it('shows in the red seal and under the leader’s signature when it was, as the signatures say', () => {
    const text = execFileSync('pdftotext', ['-raw', path, '-'], { encoding: 'utf8' });
    const words = text.normalize('NFC').replace(/\s+/g, ' ');
    const [leaderAt, agencyAt] = [fieldNames.leader, fieldNames.agency].map(statedTime);
    expect(words).toContain(`Thời gian ký: ${leaderAt}`);
    expect(words).toContain(`Đã đóng dấu số Ủy ban nhân dân Phường Mẫu ${agencyAt}`);
  });

  /** /M of a signature, as offices write an instant: 21-11-2026 10:30:00 +07:00. */
  function statedTime(field: string): string {
    const revision = new Revision(copy);
    const value = revision.resolve(revision.dict(getField(revision, field)).get(PDFName.of('V')));
    const stated = (value as PDFDict).get(PDFName.of('M'))?.toString();
    const parts = /D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\+07'00'/.exec(String(stated)) ?? [];
    const [, year, month, day, hour, minute, second] = parts;
    return `${day}-${month}-${year} ${hour}:${minute}:${second} +07:00`;
  }

  it('says what was filled in', () => {
    const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
    expect(text.normalize('NFC')).toContain('001/ĐT');
    expect(text.normalize('NFC')).toContain('CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH');
    expect(text.replace(/\s+/g, ' ')).toMatch(/ngày 21 tháng 11 năm 2026/i);
    expect(readFileSync(path).length).toBe(copy.length);
  });
});
