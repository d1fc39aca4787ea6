import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fontkit from '@cantoo/fontkit';
import { degrees, PDFDocument, rgb, type PDFPage, type PDFFont } from 'pdf-lib';

const fontFile = '/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf';
/** A4 in points. */
const page = { width: 595.28, height: 841.89 };

/** The scan of a plainly invented certificate as a desk scanner would send it: pictures in a PDF. */
export async function drawScan(pages: number): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'saoy-sample-'));
  try {
    const paper = join(folder, 'paper.pdf');
    await writeFile(paper, await drawPaper(pages));
    await promisify(execFile)('pdftoppm', ['-jpeg', '-r', '150', paper, join(folder, 'page')]);
    const pictures = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
    const scan = await PDFDocument.create();
    for (const picture of pictures) {
      const image = await scan.embedJpg(await readFile(join(folder, picture)));
      const sheet = scan.addPage([page.width, page.height]);
      sheet.drawImage(image, { x: 0, y: 0, width: page.width, height: page.height });
    }
    return await scan.save({ useObjectStreams: false });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drawPaper(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const font = await document.embedFont(await readFile(fontFile), { subset: true });
  for (let number = 1; number <= pages; number += 1) {
    drawPage(document.addPage([page.width, page.height]), font, number, pages);
  }
  return document.save({ useObjectStreams: false });
}

function drawPage(sheet: PDFPage, font: PDFFont, number: number, pages: number): void {
  const ink = rgb(0.16, 0.16, 0.22);
  sheet.drawRectangle({
    ...{ x: 0, y: 0, width: page.width, height: page.height },
    color: rgb(0.985, 0.975, 0.945),
  });
  const line = (text: string, y: number, size: number) =>
    sheet.drawText(text.normalize('NFC'), {
      x: (page.width - font.widthOfTextAtSize(text, size)) / 2,
      ...{ y, size, font, color: ink },
    });
  line('TRUNG TÂM NGOẠI NGỮ MẪU', 760, 15);
  line('CHỨNG CHỈ HOÀN THÀNH KHÓA HỌC', 690, 22);
  line('Cấp cho học viên: Đỗ Văn Công Dân Mẫu', 630, 14);
  line('Đã hoàn thành khóa học “Tiếng Việt thực hành” (120 giờ)', 600, 13);
  line('Số hiệu: VD-000-000', 570, 12);
  for (let row = 0; row < 14; row += 1) {
    const width = row % 5 === 4 ? 260 : 430;
    sheet.drawRectangle({
      ...{ x: 82, y: 500 - row * 22, width, height: 5 },
      color: rgb(0.84, 0.83, 0.8),
    });
  }
  sheet.drawText('GIẤY TỜ VÍ DỤ – KHÔNG CÓ GIÁ TRỊ', {
    ...{ x: 120, y: 250, size: 24, font },
    color: rgb(0.75, 0.3, 0.3),
    rotate: degrees(24),
    opacity: 0.35,
  });
  line(`Trang ${number} / ${pages}`, 40, 10);
}
