import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, crc32 } from 'node:zlib';
import { type PDFArray, PDFName } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { drawScan } from '../../test/documents/draw-scan';
import { attestation } from '../../test/documents/make-copy';
import { type AttestationLayout, markArea, usualLayout } from '../../domain/attestation-layout';
import { Revision } from '../copy/revision';
import { getField } from '../copy/signature-dictionary';
import { normaliseScan } from '../scan/normalise-scan';
import { usualScanLimits } from '../scan/child/run-bounded';
import { filledFields } from './field-names';
import { type AttestationContent, placeAttestationPage } from './attestation-page';
import { setText } from './canvas';
import { placePicture } from './picture';
import { placeFont } from './typeface';

let folder: string;
let scan: Uint8Array;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'saoy-attestation-'));
  scan = (await normaliseScan(drawScan(2), usualScanLimits)).pdf;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function withPage(content: AttestationContent, layout = usualLayout): string {
  const revision = new Revision(scan);
  placeAttestationPage(revision, content, layout);
  const digest = createHash('sha256')
    .update(JSON.stringify([content, layout]))
    .digest('hex');
  const path = join(folder, `${digest}.pdf`);
  writeFileSync(path, revision.append().bytes);
  return path;
}

interface Word {
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The words of the attestation page with their boxes, in points from the top left corner. */
function wordsOf(path: string): Word[] {
  const output = execFileSync('pdftotext', ['-f', '3', '-l', '3', '-bbox', path, '-'], {
    encoding: 'utf8',
  });
  const pattern = /<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<\/word>/g;
  return [...output.matchAll(pattern)].map(([, left, top, right, bottom, text = '']) => ({
    text,
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
  }));
}

const textOf = (path: string) =>
  wordsOf(path)
    .map(({ text }) => text)
    .join(' ');

const long: AttestationContent = {
  ...attestation,
  officeName:
    'Trung tâm Phục vụ hành chính công và Hỗ trợ doanh nghiệp Khu kinh tế mở Phường Mẫu Đông Bắc',
  officeParentName: 'Ủy ban nhân dân Thành phố Ví Dụ trực thuộc Trung ương',
  documentTypeName:
    'Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất được cấp đổi theo hồ sơ đăng ký biến động tại Phường Mẫu',
  signerName: 'Công Tằng Tôn Nữ Thị Hoàng Ngọc Phương Quỳnh Ví Dụ',
  authority: 'TUQ. Chủ tịch Ủy ban nhân dân Phường Mẫu',
  signerTitle: 'Giám đốc Trung tâm Phục vụ hành chính công',
  compared: {
    by: 'Công Huyền Tôn Nữ Thị Hoàng Ngọc Minh Châu Ví Dụ',
    at: Date.UTC(2026, 10, 21, 2, 15),
  },
};

/** As far as policy may go. */
const crowded: AttestationLayout = {
  ...usualLayout,
  fontSizes: { heading: 13, statement: 18, text: 13 },
  marks: {
    signature: { x: 125, y: markArea.top.signature, width: 67, height: 29.6 },
    seal: { x: 85.5, y: markArea.top.seal, width: 38, height: 38 },
  },
};

describe('the attestation page', () => {
  it('says what the law asks for, after the pages of the scan', () => {
    const text = textOf(withPage(attestation));
    for (const phrase of [
      'ỦY BAN NHÂN DÂN PHƯỜNG MẪU',
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH',
      'Giấy khai sinh',
      '2 trang',
      'Số chứng thực:',
      'quyển số:',
      'SCT/BS',
      'Ngày',
      'tháng',
      'năm',
      'KT. CHỦ TỊCH PHÓ CHỦ TỊCH',
      'Nguyễn Thị Ví Dụ',
      attestation.publicUrl,
    ]) {
      expect(text.normalize('NFC')).toContain(phrase);
    }
  });

  it.each([
    ['as usual', usualLayout],
    ['with the largest letters and the marks as high as they go', crowded],
  ])('keeps the longest names on the page, whole and apart: %s', (_name, layout) => {
    const words = wordsOf(withPage(long, layout));
    for (const { left, right, top, bottom } of words) {
      expect(left).toBeGreaterThan(40);
      expect(right).toBeLessThan(595 - 40);
      expect(top).toBeGreaterThan(30);
      expect(bottom).toBeLessThan(842 - 30);
    }
    const said = words.map(({ text }) => text.toLocaleLowerCase('vi')).join(' ');
    for (const value of [
      long.officeName,
      long.documentTypeName,
      long.signerName,
      long.signerTitle,
    ]) {
      expect(said).toContain(value.toLocaleLowerCase('vi'));
    }
    words.forEach((word, index) => {
      for (const other of words.slice(index + 1)) {
        const across = Math.min(word.right, other.right) - Math.max(word.left, other.left);
        const down = Math.min(word.bottom, other.bottom) - Math.max(word.top, other.top);
        // Boxes hold the room for accents; a third of a line is no collision of letters.
        const height = Math.min(word.bottom - word.top, other.bottom - other.top);
        expect([word.text, other.text, across > 0.5 && down > height * 0.45]).toEqual([
          word.text,
          other.text,
          false,
        ]);
      }
    });
  });

  it('says by which document a delegate signs, and nothing of it for who signs in their own right', () => {
    const delegation = { number: '01/QĐ-UBND', day: '2026-01-05' };
    const words = (content: AttestationContent) => textOf(withPage(content)).normalize('NFC');
    expect(words({ ...attestation, delegation })).toContain(
      'Ký theo văn bản ủy quyền: số 01/QĐ-UBND ngày 05/01/2026',
    );
    expect(words(attestation)).not.toContain('ủy quyền');
  });

  it('marks a scan that the requester brought with who compared it and when', () => {
    const compared = { by: 'Trần Thị Mẫu', at: Date.UTC(2026, 10, 21, 2, 15) };
    expect(textOf(withPage({ ...attestation, compared })).normalize('NFC')).toContain(
      'Bản quét: của người yêu cầu, đã đối chiếu với bản chính (Trần Thị Mẫu, 09:15 ngày 21/11/2026)',
    );
    expect(textOf(withPage(attestation))).not.toContain('Bản quét:');
  });

  it('has the marks where the layout has them, and what it leaves out is not there', () => {
    const layout: AttestationLayout = {
      ...usualLayout,
      lines: ['document-type'],
      verificationCode: false,
      marks: {
        signature: { x: 20, y: 180, width: 50, height: 25 },
        seal: { x: 120, y: 175, width: 40, height: 30 },
      },
    };
    const revision = new Revision(readFileSync(withPage(attestation, layout)));
    const millimetres = (name: string) => {
      const rect = revision.dict(getField(revision, name)).get(PDFName.of('Rect'));
      const sides = (rect as PDFArray).asArray().map((side) => Number(side.toString()));
      return sides.map((side) => Math.round((side / 72) * 254) / 10);
    };
    expect(millimetres('leader-signature')).toEqual([20, 92, 70, 117]);
    expect(millimetres('agency-seal')).toEqual([120, 92, 160, 122]);
    const text = textOf(withPage(attestation, layout));
    expect(text).not.toContain('Kiểm tra bản sao này');
    expect(text).not.toContain('2 trang');
  });

  it('has no field over another or over a word, however crowded', () => {
    const path = withPage(long, crowded);
    const revision = new Revision(readFileSync(path));
    const names = [...filledFields, 'leader-signature', 'agency-seal'];
    const boxes = names.map((name) => {
      const rect = revision.dict(getField(revision, name)).get(PDFName.of('Rect')) as PDFArray;
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = rect
        .asArray()
        .map((side) => Number(side.toString()));
      return { left: x1, right: x2, top: 841.89 - y2, bottom: 841.89 - y1 };
    });
    for (const [index, box] of boxes.entries()) {
      for (const other of [...boxes.slice(index + 1), ...wordsOf(path)]) {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        // A word's box holds room for accents.
        expect(across > 0.5 && down > 5).toBe(false);
      }
    }
  });

  it('sets decomposed letters as composed ones, and letters of other scripts', () => {
    const decomposed = { ...attestation, signerName: 'Nguyễn Thị Ví Dụ'.normalize('NFD') };
    expect(textOf(withPage(decomposed))).toContain('Nguyễn Thị Ví Dụ');
    expect(textOf(withPage({ ...attestation, signerName: 'Łukasz Пример' }))).toContain(
      'Łukasz Пример',
    );
  });

  it('names a letter that no glyph shows, and nothing else of the name', () => {
    expect(() => withPage({ ...attestation, signerName: 'Ví Dụ 字' })).toThrow(/U\+5b57/);
  });

  it('is tagged in reading order, with fonts embedded', () => {
    const path = withPage(attestation);
    const structure = execFileSync('pdfinfo', ['-struct-text', path], { encoding: 'utf8' });
    expect(structure).toMatch(/H1[\s\S]*CHỨNG THỰC BẢN SAO[\s\S]*Giấy khai sinh[\s\S]*Nguyễn Thị/);
    expect(structure).toContain('Figure');
    const fonts = execFileSync('pdffonts', ['-f', '3', '-l', '3', path], { encoding: 'utf8' });
    const rows = fonts.trim().split('\n').slice(2);
    expect(rows).toHaveLength(3);
    for (const row of rows)
      expect(row).toMatch(/NotoSerif.*CID TrueType.*Identity-H\s+yes yes yes/);
  });

  it('keeps the scan as it was at its start', () => {
    const bytes = readFileSync(withPage(attestation));
    expect(Buffer.compare(bytes.subarray(0, scan.length), scan)).toBe(0);
  });
});

describe('setText', () => {
  const font = placeFont(new Revision(Buffer.from(drawScan(1))), 'regular', []);

  it('never lets a line out of its width, however long the word', () => {
    for (const text of ['Ủy ban nhân dân', 'x'.repeat(300), 'một '.repeat(80), '']) {
      const bounds = { width: 120, maxLines: 2, size: 12, smallest: 7 };
      const { lines, size } = setText(text, font, bounds);
      expect(lines.length).toBeLessThanOrEqual(2);
      expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
      for (const line of lines) expect(font.width(line) * size).toBeLessThanOrEqual(120.01);
    }
  });
});

describe('placePicture', () => {
  const chunk = (kind: string, body: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    const named = Buffer.concat([Buffer.from(kind), body]);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  const png = (width: number, height: number, rows = height) => {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 6, 0, 0, 0], 8);
    const data = deflateSync(Buffer.alloc(rows * (1 + width * 4), 0x55).fill(0, 0, 1));
    return Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', header),
      chunk('IDAT', data),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  };
  const place = (bytes: Uint8Array) => placePicture(new Revision(drawScan(1)), bytes);

  it('takes a transparent PNG', async () => {
    expect(await place(png(3, 2))).toMatchObject({ width: 3, height: 2 });
  });

  it.each([
    ['another kind', Buffer.from('\xff\xd8\xff\xe0'.padEnd(64, 'x'), 'latin1'), 'not PNG'],
    ['a picture bomb', png(50_000, 50_000, 1), 'too large'],
    ['an empty picture', png(0, 4, 1), 'empty'],
    ['more than 2 MB', Buffer.concat([png(3, 2), Buffer.alloc(3 << 20)]), 'too large'],
  ])('refuses %s before unpacking it', async (_name, bytes, reason) => {
    await expect(place(bytes)).rejects.toMatchObject({
      code: 'picture-unsuitable',
      params: { reason },
    });
  });
});
