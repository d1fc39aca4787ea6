import { expect, test } from '@jest/globals';
import { drawPaper } from '../../documents/paper/draw-paper';
import { paperKinds, type PaperKind } from '../../domain/papers';
import { fillPaper } from '../../policies/fill-paper';
import { loadRules } from '../../policies/load-rules';
import { paperFills } from '../fixtures/papers';
import { readPdf, sharesOfPaper } from '../fixtures/read-pdf';

const rules = loadRules();
const at = new Date('2026-11-27T09:00:00+07:00');
type Filled = keyof typeof paperFills;
const kinds = paperKinds.filter((kind): kind is Filled => kind !== 'tracking-book');

function compose(kind: Filled, day = '2026-11-27') {
  const form = rules.paperForm(kind, day);
  return { ...fillPaper(form, paperFills[kind]), number: `12/2026/${form.symbol}` };
}

async function draw(kind: Filled, mark: string | null = null): Promise<Uint8Array> {
  return drawPaper(compose(kind), mark === null ? null : { text: mark }, at);
}

/** What each paper must say, beside the head that all have. */
const said: Record<Filled, string[]> = {
  receipt: [
    ...['Mẫu số 01 – TT 03/2025/TT-VPCP', 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ'],
    ...['tiếp nhận hồ sơ của: Nguyễn Thị Ví Dụ', 'Số lượng hồ sơ: 3 (bộ)', 'Tổng cộng 16.000'],
    ...['G22.99-271126-010001', 'G22.99-271126-010003', 'Người tiếp nhận hồ sơ', 'BN-2026-000012'],
    // Below each QR: what the holder of the receipt looks up by it.
    ...[
      'Quét để xem hồ sơ Quét để xem hồ sơ Quét để xem hồ sơ',
      'G22.99-271126-010001 G22.99-271126-010002 G22.99-271126-010003',
      'đang ở đâu đang ở đâu đang ở đâu',
    ],
  ],
  slip: ['PHIẾU HẸN', 'Thời gian trả kết quả: 17 giờ 30 phút', 'Thông tư số 01/2020/TT-BTP'],
  supplement: [
    ...['Mẫu số 02', 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ', '1. Bản dịch công chứng'],
    ...['2. Bản chính còn đủ trang', 'Người hướng dẫn'],
  ],
  refusal: [
    ...['Mẫu số 03', 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ', 'bị tẩy xóa, sửa chữa'],
    ...[
      'cũ nát, không xác định được nội dung',
      'đóng dấu mật',
      'chiến tranh',
      'hợp pháp hóa lãnh sự',
    ],
    ...['do cá nhân tự lập', 'Trang 2 bị rách', 'Quyền khiếu nại', '90 ngày', 'Điều 22'],
  ],
  apology: [
    ...['Mẫu số 04', 'VĂN BẢN XIN LỖI', 'ĐỀ NGHỊ GIA HẠN', 'Kính gửi: Ông/Bà Nguyễn Thị Ví Dụ'],
    ...['Máy chủ cấp dấu thời gian', 'hẹn trả lại: 17 giờ 30 phút, ngày 30', 'xin lỗi Ông/Bà'],
  ],
  'control-slip': [
    ...['Mẫu số 06', 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ', 'Quá hạn', 'Trước'],
    ...['Lê Thị Lãnh', '3 giờ trong'],
  ],
  'account-request': ['GIẤY ĐỀ NGHỊ TẠO TÀI KHOẢN', '001234567890', 'Tôi đã kiểm tra'],
  'year-closing': [
    ...['BIÊN BẢN KHÓA SỔ', 'Quyển số 2026/ĐT', 'Tháng 12', '300 số, từ số 001/ĐT đến số 300/ĐT'],
    ...['1.640.000', 'Người ký chứng thực', 'Lê Thị Lãnh Đạo', 'Điều 13'],
  ],
  cancellation: [
    ...['QUYẾT ĐỊNH', 'hủy bỏ giá trị pháp lý', 'Thông tư số 01/2020/TT-BTP', '012/ĐT'],
    ...['Bản chính là giấy tờ giả', 'Quyền khiếu nại'],
  ],
  'fee-return': [
    ...['BIÊN NHẬN TRẢ LẠI PHÍ CHỨNG THỰC', '7.000 đồng (bằng chữ: Bảy nghìn đồng)'],
    ...['Tình trạng hồ sơ: Từ chối chứng thực', 'Người nhận lại tiền', '10 giờ 15 phút'],
  ],
};

test.each(kinds)('%s says what its form asks for, in ink on one page', async (kind) => {
  const bytes = await draw(kind);
  const text = readPdf(bytes);
  for (const part of said[kind]) expect(text).toContain(part);
  expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
  expect(text).toContain('Độc lập – Tự do – Hạnh phúc');
  expect(text).toMatch(/Phường Ví Dụ, ngày 27 tháng 11 năm 2026/);
  if (kind === 'account-request') {
    expect(text).not.toContain('Số: ');
  } else {
    expect(text).toContain('UBND THÀNH PHỐ MẪU');
    expect(text).toContain(`Số: 12/2026/${rules.paperForm(kind, '2026-11-27').symbol}`);
  }
  // Nothing is left of the form's own braces.
  expect(text).not.toMatch(/[{}]/);
  const shares = sharesOfPaper(bytes);
  expect(shares).toHaveLength(1);
  expect(shares[0]).toBeGreaterThan(0.75);
  expect(shares[0]).toBeLessThan(0.99);
});

test('a form is that of its day: numbers and names as the act in force has them', () => {
  const numberOn = (kind: PaperKind, day: string) => rules.paperForm(kind, day).number;
  expect(numberOn('control-slip', '2025-09-14')).toBe('05');
  expect(numberOn('control-slip', '2025-09-15')).toBe('06');
  expect(numberOn('tracking-book', '2025-09-14')).toBe('06');
  expect(numberOn('tracking-book', '2025-09-15')).toBe('07');
  expect(rules.paperForm('apology', '2025-09-14').title).toMatch(/hẹn lại ngày trả/);
  expect(rules.paperForm('apology', '2025-09-15').title).toMatch(/đề nghị gia hạn/);
  expect(() => rules.paperForm('receipt', '2010-01-01')).toThrow('paper-form-missing');
});

test('a paper of the older form says so, and cites the acts of its day', async () => {
  const text = readPdf(await drawPaper(compose('refusal', '2025-01-02'), null, at));
  expect(text).toContain('Mẫu số 03 – TT 01/2018/TT-VPCP');
  expect(text).not.toContain('280/2025');
});

test('a mark stands above everything', async () => {
  const text = readPdf(await draw('slip', 'BẢN IN LẠI LẦN 2 – 15:32 27/11/2026'));
  expect(text.indexOf('BẢN IN LẠI LẦN 2')).toBeLessThan(text.indexOf('CỘNG HÒA'));
  expect(text).toContain('BẢN IN LẠI LẦN 2');
});

test('the same paper has the same bytes', async () => {
  expect(Buffer.from(await draw('slip')).equals(Buffer.from(await draw('slip')))).toBe(true);
});

test('many originals go on over pages, each with the heads of its table again', async () => {
  const fill = paperFills.receipt;
  const originals = Array.from({ length: 60 }, (_, index) => ({
    ...{ order: String(index + 1), code: `G22.99-271126-01${1000 + index}` },
    ...{ document: 'Giấy khai sinh', pages: '1', copies: '1', fee: '2.000' },
  }));
  const form = rules.paperForm('receipt', '2026-11-27');
  const content = fillPaper(form, { ...fill, tables: { originals } });
  const bytes = await drawPaper(content, null, at);
  const text = readPdf(bytes);
  for (const { code } of originals) expect(text).toContain(code);
  expect(text.match(/Mã hồ sơ/g)?.length).toBeGreaterThan(1);
  expect(text).toMatch(/Trang 1\/[23]/);
});
