import type { ShownCheck } from '../../domain/register-log/check-shown';

/** What each finding says to people; `n`: the number at which it was found. */
export const findingWords: Record<ShownCheck['findings'][number]['code'], (n: number) => string> = {
  'no-opening': () => 'Nhật ký không mở đầu bằng dòng mở sổ.',
  'other-book': (n) => `Có mục của sổ khác lẫn vào, sau số ${n}.`,
  gap: (n) => `Thiếu số ${n}.`,
  twice: (n) => `Số ${n} được cấp hai lần.`,
  'never-given': (n) => `Có ghi chú cho số ${n}, là số chưa từng cấp.`,
  'after-close': (n) => `Số ${n} được cấp sau khi sổ đã khóa.`,
  'wrong-totals': (n) => `Tổng số ghi khi khóa sổ không khớp, sau số ${n}.`,
  'root-differs': () => 'Các mục tải về không phải là các mục mà cơ quan đã ký.',
  'split-view': () =>
    'Sổ hôm nay không nối tiếp sổ mà trình duyệt này đã xem lần trước: nội dung cũ đã bị viết lại.',
};
