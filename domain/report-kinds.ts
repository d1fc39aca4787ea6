/**
 * The reports that Sao Y makes: what each is called, by what it is asked for, and what its files are named.
 * How each is counted stands in `activities/reports/report-definitions.ts`.
 */
export const reportKinds = [
  'compliance',
  'breaches',
  'fees',
  'one-stop',
  'form-17',
  'indicators',
  'targets',
  'follow-up',
] as const;
export type ReportKind = (typeof reportKinds)[number];

/** How often a report is made by itself: each time of the whole day, week, month or quarter before. */
export const rhythms = ['day', 'week', 'month', 'quarter'] as const;
export type Rhythm = (typeof rhythms)[number];

interface ReportKindDeclaration {
  /** In the list to choose from. */
  vi: string;
  en: string;
  /** Above the tables. */
  title: string;
  /** By which document it is asked for; words of ours where none asks. */
  basis: string;
  /** First part of its files' names. */
  file: string;
}

export const reportKindDeclarations: Record<ReportKind, ReportKindDeclaration> = {
  compliance: {
    vi: 'Quy trình nội bộ (QĐ 1287)',
    en: 'How the internal process was kept (Decision 1287)',
    title: 'BÁO CÁO THỰC HIỆN QUY TRÌNH NỘI BỘ CHỨNG THỰC BẢN SAO ĐIỆN TỬ',
    basis: 'Theo Quyết định 1287/QĐ-UBND',
    file: 'bao-cao-1287',
  },
  breaches: {
    vi: 'Vi phạm thời hạn',
    en: 'Breaches of dues: cause, who was told, what was done',
    title: 'BÁO CÁO VI PHẠM THỜI HẠN: NGUYÊN NHÂN, CẢNH BÁO VÀ XỬ LÝ',
    basis: 'Theo Nghị định 23/2015/NĐ-CP Điều 7 và giờ của từng bước theo quy trình nội bộ',
    file: 'vi-pham-thoi-han',
  },
  fees: {
    vi: 'Phí chứng thực',
    en: 'Fees by day, cashier and office, reconciled with receipts and register',
    title: 'BÁO CÁO THU PHÍ CHỨNG THỰC, ĐỐI CHIẾU BIÊN NHẬN VÀ SỔ CHỨNG THỰC',
    basis: 'Theo Thông tư 226/2016/TT-BTC Điều 4',
    file: 'thu-phi',
  },
  'one-stop': {
    vi: 'Kết quả một cửa, chấm điểm 2/1/0',
    en: 'One-stop results, scored 2/1/0',
    title: 'BÁO CÁO KẾT QUẢ TIẾP NHẬN, GIẢI QUYẾT THEO CƠ CHẾ MỘT CỬA',
    basis: 'Theo Nghị định 61/2018/NĐ-CP Điều 30, Thông tư 01/2018/TT-VPCP Điều 13',
    file: 'mot-cua',
  },
  'form-17': {
    vi: 'Thống kê chứng thực 17a, 17b, 17c',
    en: 'Statistics of certification, forms 17a, 17b and 17c',
    title: 'THỐNG KÊ SỐ LIỆU VỀ CHỨNG THỰC (BIỂU 17a, 17b, 17c)',
    basis: 'Theo Thông tư 03/2019/TT-BTP',
    file: 'bieu-17',
  },
  indicators: {
    vi: 'Bộ chỉ số 766',
    en: 'The indicators of Decision 766',
    title: 'CHỈ SỐ PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP: CHỨNG THỰC BẢN SAO ĐIỆN TỬ',
    basis: 'Theo Quyết định 766/QĐ-TTg ngày 23/6/2022',
    file: 'chi-so-766',
  },
  targets: {
    vi: 'Thực hiện chỉ tiêu được giao',
    en: 'Targets: allotted, reached',
    title: 'BÁO CÁO THỰC HIỆN CHỈ TIÊU CHỨNG THỰC BẢN SAO ĐIỆN TỬ',
    basis: 'Theo văn bản giao chỉ tiêu của cơ quan cấp trên',
    file: 'chi-tieu',
  },
  'follow-up': {
    vi: 'Danh sách cần kiểm tra',
    en: 'List for inspectors, with links to proof',
    title: 'DANH SÁCH HỒ SƠ CẦN THEO DÕI, KIỂM TRA',
    basis: 'Theo tiêu chí nội bộ của Sao Y, mỗi tiêu chí ghi kèm căn cứ',
    file: 'can-kiem-tra',
  },
};
