import type { DrawnPaper } from '../../documents/paper/draw-paper';
import type { PaperColumn, PaperPart } from '../../domain/papers';
import { agencyOf, minuteOf, placeAndDay } from '../papers/paper-words';
import type { ComposedFile } from './compose-file';
import type { StepRunView } from './progress-contract';

const verdicts: Record<StepRunView['verdict'], string> = {
  running: 'Đang làm',
  early: 'Trước hạn',
  onTime: 'Đúng hạn',
  late: 'Quá hạn',
};

/** The file of a dossier as pages to be read. */
export function drawnFile({ content, contentHash, madeAt, madeBy }: ComposedFile): DrawnPaper {
  const { office, dossier, requester, clocks, register } = content;
  const head = { parentName: office.above, name: office.name };
  return {
    size: 'A4',
    formLine: '',
    agency: agencyOf(head),
    number: null,
    placeAndDay: placeAndDay(head, Date.parse(madeAt)),
    title: `Hồ sơ ${dossier.code}`,
    parts: [
      ...section('1. Thông tin hồ sơ'),
      ...lines([
        ['Tình trạng', dossier.stageLabel],
        ['Người yêu cầu', requester.name],
        ['Số định danh', requester.identifier],
        ['Số điện thoại', requester.phone],
        ['Email', requester.email],
        ['Loại giấy tờ', dossier.documentType],
        ['Số trang, số bản', `${dossier.originalPages} trang, ${dossier.copies} bản sao`],
        ['Phí', `${dossier.fee.line} (${dossier.fee.source})`],
        ['Số biên nhận', requester.receiptNumber],
        ['Hồ sơ cùng lượt tiếp nhận', requester.visitDossiers.join(', ')],
        ['Quy định, lịch đã ghim', `${dossier.policy}; ${dossier.calendar}`],
      ]),
      ...section('2. Thời hạn và căn cứ'),
      ...lines([
        ['Tiếp nhận', when(clocks.acceptedAt)],
        ['Bắt đầu tính', when(clocks.receivedAt)],
        ['Hạn trả kết quả', when(clocks.legalDue)],
        ['Kết thúc', when(clocks.endedAt)],
        ['So với hạn', clocks.isLate ? 'Quá hạn' : clocks.endedAt ? 'Trong hạn' : 'Còn trong hạn'],
      ]),
      ...clocks.because.map(({ rule, citation }) => plain(`– ${rule} (${citation})`)),
      table(
        ['Bước 22', 'Người làm 20', 'Từ 16', 'Đến 16', 'Hạn 16', 'Giờ làm việc 18', 'Kết quả 12'],
        clocks.runs.map((run) => [
          run.label + (run.round > 1 ? ` (lần ${run.round})` : ''),
          ...[run.actorName ?? '', when(run.startedAt), when(run.endedAt), when(run.due)],
          `${run.usedMinutes}/${run.budgetMinutes} phút`,
          verdicts[run.verdict],
        ]),
      ),
      ...section('3. Tiến trình'),
      table(
        ['Lúc 18', 'Việc 54', 'Ai 24', 'Nhật ký 14'],
        content.events.map((event) => [
          ...[when(event.at), event.text, event.actor ?? 'Hệ thống'],
          `số ${event.sequence}`,
        ]),
      ),
      ...section('4. Người đã tham gia'),
      table(
        ['Họ và tên 34', 'Chức danh 30', 'Quyền tại cơ quan 36'],
        content.people.map(({ name, title, roles }) => [name, title ?? '', roles.join('; ')]),
      ),
      ...section('5. Giấy tờ đã phát hành'),
      ...(content.papers.length === 0 ? [plain('Chưa phát hành giấy tờ nào.')] : []),
      ...content.papers.map(({ label, number, issuedAt, issuedBy, prints, form }) =>
        plain(
          `– ${label} số ${number}, ${when(issuedAt)}, ${issuedBy}; mẫu ${form}. ` +
            prints
              .map((print) => `Lần in ${print.ordinal}: ${when(print.at)}, ${print.by}`)
              .join('; '),
        ),
      ),
      ...content.letters.map((letter) =>
        plain(
          `– ${letter.kind === 'slip' ? 'Phiếu hẹn' : 'Văn bản xin lỗi'} (hẹn ${when(letter.due)}): ${letter.reason}` +
            ` ${letter.issuedAt === null ? 'Chưa phát hành.' : `Phát hành ${when(letter.issuedAt)}.`}`,
        ),
      ),
      ...section('6. Tệp và mã băm (SHA-256)'),
      table(
        ['Tệp 30', 'Mã băm 70'],
        content.files.map(({ what, sha256 }) => [what, sha256]),
      ),
      ...section('7. Sổ chứng thực và bằng chứng'),
      ...(register
        ? lines([
            ['Số chứng thực', `${register.number}, quyển số ${register.book}`],
            ['Vào sổ lúc', when(register.recordedAt)],
            ['Mã băm của dòng sổ', register.entryHash],
            [
              'Không còn hiệu lực',
              register.void && `${register.void.reason} ${register.void.decision ?? ''}`,
            ],
            ['Bằng chứng công khai', register.proof],
            ['Trang công khai', register.publicPage],
          ])
        : [plain('Chưa cấp số chứng thực.')]),
      ...section('8. Mã băm trong nhật ký của cơ quan'),
      table(
        ['Số 8', 'Việc 22', 'Mã băm 70'],
        content.events.map(({ sequence, action, hash }) => [String(sequence), action, hash]),
      ),
      ...section('9. Tệp dữ liệu kèm theo'),
      plain(
        `Tệp ${attachmentName(dossier.code)} đính trong PDF này. Mã băm nội dung: ${contentHash}`,
      ),
    ],
    signers: [{ title: 'Người lập', hint: '(Ký và ghi rõ họ tên)', name: madeBy }],
    codes: register ? [{ url: register.publicPage, caption: 'Trang công khai của bản sao' }] : [],
    footnotes: [
      `Lập lúc ${when(madeAt)}. Số giấy tờ tùy thân, điện thoại, email được che như trên trang hồ sơ. Việc lập hồ sơ này đã ghi vào nhật ký.`,
    ],
  };
}

export function attachmentName(code: string): string {
  return `ho-so-${code}.json`;
}

const when = (instant: string | null) => (instant === null ? '' : minuteOf(new Date(instant)));

function plain(line: string): PaperPart {
  return { line, style: 'plain' };
}

function section(line: string): PaperPart[] {
  return [{ line, style: 'bold' }];
}

/** What is empty is left out. */
function lines(pairs: readonly (readonly [name: string, value: string | null | undefined])[]) {
  return pairs.flatMap(([name, value]) => (value ? [plain(`${name}: ${value}`)] : []));
}

/** @param heads each with its width behind it */
function table(heads: readonly string[], rows: string[][]): PaperPart {
  const columns = heads.map((head): PaperColumn => {
    const at = head.lastIndexOf(' ');
    return { title: head.slice(0, at), width: Number(head.slice(at + 1)), align: 'left' };
  });
  return { columns, rows, total: null };
}
