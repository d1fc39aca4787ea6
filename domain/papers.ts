/** The papers that an office hands out, files or signs; what each is called and which words its form may take. */
export const paperKinds = [
  'receipt',
  'slip',
  'supplement',
  'refusal',
  'apology',
  'control-slip',
  'tracking-book',
  'account-request',
  'year-closing',
  'cancellation',
  'fee-return',
] as const;
export type PaperKind = (typeof paperKinds)[number];

/** What people call them where there is no room for the form's own title. */
export const paperLabels: Record<PaperKind, string> = {
  receipt: 'Giấy tiếp nhận và hẹn trả',
  slip: 'Phiếu hẹn',
  supplement: 'Phiếu yêu cầu bổ sung',
  refusal: 'Phiếu từ chối',
  apology: 'Văn bản xin lỗi và hẹn lại',
  'control-slip': 'Phiếu kiểm soát',
  'tracking-book': 'Sổ theo dõi hồ sơ',
  'account-request': 'Giấy đề nghị tạo tài khoản',
  'year-closing': 'Biên bản khóa sổ',
  cancellation: 'Quyết định hủy bỏ giá trị bản sao',
  'fee-return': 'Biên nhận trả lại phí',
};

/** Words of every paper about a dossier. */
const ofDossier = [
  ...['office', 'requester', 'identifier', 'phone', 'email', 'codes', 'documents', 'accepted'],
  ...['due', 'receipt', 'officer'],
] as const;

/** What stands between braces in the forms of each kind. */
export const paperWords: Record<PaperKind, readonly string[]> = {
  receipt: [...ofDossier, 'count', 'total'],
  slip: [...ofDossier, 'previous_due', 'reason'],
  supplement: [...ofDossier, 'text'],
  refusal: [...ofDossier, 'ground', 'ground_citation', 'explanation'],
  apology: [...ofDossier, 'previous_due', 'reason'],
  'control-slip': [...ofDossier, 'state'],
  'tracking-book': ['office', 'from', 'to'],
  'account-request': ['office', 'full_name', 'identifier', 'born', 'phone', 'email'],
  'year-closing': [
    ...['office', 'book', 'year', 'opened', 'closed', 'first', 'last', 'numbers', 'voids'],
    ...['copies', 'pages', 'corrections', 'total', 'confirmed', 'signer'],
  ],
  cancellation: [
    ...ofDossier,
    ...['number', 'book', 'certified', 'signer', 'reason', 'decision', 'revoked', 'link'],
  ],
  'fee-return': [...ofDossier, 'amount', 'amount_words', 'given_back', 'cashier', 'state'],
};

/** Tables that a form may show, by what fills them. */
export const paperTables = {
  receipt: ['originals'],
  'control-slip': ['steps'],
  'year-closing': ['months'],
} as const satisfies Partial<Record<PaperKind, readonly string[]>>;

/** Columns of each table. */
export const tableFields: Record<string, readonly string[]> = {
  originals: ['order', 'code', 'document', 'pages', 'copies', 'fee'],
  steps: ['step', 'from', 'to', 'given', 'taken', 'due', 'ended', 'result', 'note'],
  months: ['month', 'first', 'last', 'numbers', 'voids', 'copies', 'fee'],
};

export type LineStyle = 'plain' | 'bold' | 'italic' | 'centred';

export interface PaperColumn {
  title: string;
  /** Share of the paper's width, against the other columns'. */
  width: number;
  align: 'left' | 'right' | 'centre';
}

/** One thing down the page. */
export type PaperPart =
  | { line: string; style: LineStyle }
  | { choices: { text: string; isChosen: boolean }[] }
  | { columns: PaperColumn[]; rows: string[][]; total: string[] | null };

export interface PaperSigner {
  title: string;
  /** Under the title, in italics: how to sign. */
  hint: string;
  name: string;
}

/** A paper as it is drawn: its words are settled, its place on the page is not. */
export interface PaperContent {
  kind: PaperKind;
  /** The form's id and the day from which it is in force: `tt-03-2025/receipt@2025-09-15`. */
  form: string;
  size: 'A4' | 'A5';
  /** Above the head to the right: "Mẫu số 01 …"; empty where no act numbers the form. */
  formLine: string;
  /** "Cơ quan cấp trên", then the agency itself. */
  agency: [above: string, own: string];
  /** `12/2026/TNHS`; null before it is issued. */
  number: string | null;
  /** "Phường Mẫu, ngày 27 tháng 11 năm 2026". */
  placeAndDay: string;
  title: string;
  parts: PaperPart[];
  signers: PaperSigner[];
  /** What a telephone reads, each with what it leads to. */
  codes: { url: string; caption: string }[];
  /** Small, below: the acts in force, the right to complain. */
  footnotes: string[];
}

/** "12/2026/TNHS". */
export function paperNumber(number: number, year: number, symbol: string): string {
  return `${number}/${year}/${symbol}`;
}
