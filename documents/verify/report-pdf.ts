import { Sheet } from '../paper/sheet';
import { reasonOf } from './reasons/reasons';
import type { Finding, SignatureReport, TimestampReport, VerificationReport } from './report';
import { clockOf, dayOf, formatDateVi } from '../../time/time';

const verdicts = {
  valid: 'HỢP LỆ',
  invalid: 'KHÔNG HỢP LỆ',
  undetermined: 'CHƯA KẾT LUẬN ĐƯỢC',
};
const intactness = {
  yes: 'Nội dung nguyên vẹn từ khi ký.',
  no: 'Nội dung đã bị sửa sau khi ký.',
  unknown: 'Không xác định được nội dung còn nguyên vẹn hay không.',
};
const roles = { leader: 'Người có thẩm quyền ký', agency: 'Cơ quan ký', other: 'Người ký' };
const revocationWords = { good: 'chưa bị thu hồi', revoked: 'đã bị thu hồi', unknown: 'không rõ' };
const results = { passed: 'đạt', failed: 'không đạt', unknown: 'không rõ' };

/**
 * The verification report as a PDF for the file: verdict, reasons, and the five findings [K-03] for
 * each signature with their evidence.
 * @param subject.fileName as the verifying officer knows it, where it is known
 * @param subject.sha256 of the file, hex
 * @param subject.register what the register says of the copy, where it is one of this installation
 * @throws SaoyError `font-missing`
 */
export async function writeReportPdf(
  report: VerificationReport,
  subject: { fileName?: string; sha256: string; register?: RegisterWord | null },
): Promise<Uint8Array> {
  const title = 'Kết quả kiểm tra bản sao chứng thực điện tử';
  const sheet = await Sheet.begin(title);
  sheet.write(title, 'title');
  if (subject.fileName) sheet.write(`Tệp: ${subject.fileName}`);
  sheet.write(`SHA-256: ${subject.sha256}`);
  sheet.write(`Xét tại thời điểm: ${when(report.checkedAt)}`);
  sheet.write(verdicts[report.verdict], 'title');
  if (subject.register?.revocation) sheet.write('BẢN SAO NÀY ĐÃ BỊ THU HỒI', 'title');
  sheet.write(intactness[report.intact]);
  for (const code of report.reasons) sheet.write(`– ${reasonOf(code).vi}`);
  if (subject.register) writeRegister(sheet, subject.register);
  for (const signature of report.signatures.slice(0, listedMax)) writeSignature(sheet, signature);
  for (const stamp of report.timestamps.slice(0, listedMax)) writeStamp(sheet, stamp);
  writeEvidence(sheet, report);
  return sheet.save();
}

/** What the register says of a copy, beside what the file says. */
interface RegisterWord {
  registerNumber: string;
  officeName: string;
  certifiedOn: string;
  revocation: { reason: string; decision: string | null; at: string } | null;
}

/** A file of a stranger may hold more; its JSON report lists them all. */
const listedMax = 40;

function writeRegister(sheet: Sheet, register: RegisterWord): void {
  const { registerNumber, officeName, certifiedOn, revocation } = register;
  const [year, month, day] = certifiedOn.split('-');
  sheet.write('Sổ chứng thực của cơ quan', 'heading');
  sheet.write(`Số ${registerNumber}, ngày ${day}/${month}/${year}, ${officeName}`);
  sheet.write(
    revocation
      ? `ĐÃ BỊ THU HỒI lúc ${when(revocation.at)}. Lý do: ${revocation.reason}. Quyết định: ${revocation.decision ?? 'không rõ'}`
      : 'Đang có hiệu lực, chưa bị thu hồi.',
  );
}

function writeSignature(sheet: Sheet, signature: SignatureReport): void {
  const { findings, signer, covers, revocation } = signature;
  sheet.write(`${roles[signature.role]}: ${signer?.commonName ?? 'không rõ'}`, 'heading');
  sheet.write(`1. Tính toàn vẹn: ${inWords(findings.integrity)}`);
  sheet.write(`2. Chứng thư số có hiệu lực tại thời điểm ký: ${inWords(findings.certificate)}`);
  sheet.write(
    `3. Dấu thời gian: ${inWords(findings.timestamp)}; thời điểm chứng minh được: ${when(signature.provenTime)}`,
  );
  sheet.write(`4. Tính hợp pháp của tổ chức chứng thực: ${inWords(findings.authority)}`);
  sheet.write(`Chủ thể: ${signer?.subject ?? 'không rõ'}`);
  sheet.write(`Nơi cấp: ${signer?.issuer ?? 'không rõ'}; số hiệu ${signer?.serial ?? 'không rõ'}`);
  sheet.write(
    `Tình trạng thu hồi: ${revocationWords[revocation?.status ?? 'unknown']}, theo thông tin lúc ${when(revocation?.asOf)}`,
  );
  sheet.write(
    `Phạm vi đã ký: lần lưu ${covers.revision} trên ${covers.revisions}, ${covers.bytes} trên ${covers.ofBytes} byte; mức PAdES ${signature.level}`,
  );
}

function writeStamp(sheet: Sheet, stamp: TimestampReport): void {
  const kind = stamp.kind === 'document' ? 'Dấu thời gian lưu trữ' : 'Dấu thời gian của chữ ký';
  sheet.write(kind, 'heading');
  sheet.write(`${verdicts[stamp.verdict]}; ${when(stamp.time)}`);
  sheet.write(`Nơi cấp: ${stamp.authority?.subject ?? 'không rõ'}`);
}

function writeEvidence(sheet: Sheet, { evidence }: VerificationReport): void {
  sheet.write('Chứng cứ đã dùng', 'heading');
  sheet.write(
    `${evidence.certificates} chứng thư số, ${evidence.ocspResponses} trả lời OCSP và ${evidence.crls} danh sách thu hồi trong tệp; ` +
      `${evidence.trustAnchors} tổ chức tin cậy; ${evidence.online ? 'có' : 'không'} tra cứu trực tuyến.`,
  );
}

function inWords({ result, reasons }: Finding): string {
  const why = reasons.map((code) => reasonOf(code).vi).join(' ');
  return why === '' ? results[result] : `${results[result]}. ${why}`;
}

/** Instants at UTC+7. */
function when(iso: string | null | undefined): string {
  if (iso === null || iso === undefined) return 'không rõ';
  const instant = Date.parse(iso);
  return `${clockOf(instant)} ngày ${formatDateVi(dayOf(instant))}`;
}
