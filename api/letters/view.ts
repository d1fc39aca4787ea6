import type { LetterLine, WholeLetter } from '../../db/letters/list-letters';
import { formatInstantVi, msPerMinute } from '../../time/time';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import type { Rules } from '../../policies/load-rules';
import type { Letter, WrittenLetter } from './contract';

export function viewLetter(letter: LetterLine): Letter {
  return {
    id: letter.id,
    dossierId: letter.dossierId,
    dossierCode: letter.dossierCode,
    requesterName: letter.requesterName,
    kind: letter.kind,
    state: letter.issuedAt === null ? 'drafted' : 'issued',
    due: letter.due.toISOString(),
    previousDue: letter.previousDue?.toISOString() ?? null,
    reason: letter.reason,
    draftedAt: letter.draftedAt.toISOString(),
    issuedAt: letter.issuedAt?.toISOString() ?? null,
    issuedBy: letter.issuerName,
  };
}

/** The policy's form of each kind. */
const formIds = { slip: 'appointment-slip', apology: 'apology' } as const;

/** A letter with its text: as a person left it, else as its form wants it, by the dossier's policy. */
export function writeLetter(rules: Rules, whole: WholeLetter): WrittenLetter {
  const { letter, dossier, office } = whole;
  const policy = getPinnedPolicy(rules, dossier.policy);
  const form = policy.forms.find(({ id }) => id === formIds[letter.kind]);
  return {
    ...viewLetter(letter),
    title: form?.name ?? (letter.kind === 'slip' ? 'Phiếu hẹn' : 'Văn bản xin lỗi'),
    citation: form?.citation ?? policy.slip.citation,
    officeName: office.name,
    body: letter.body ?? (letter.kind === 'slip' ? slipText(whole) : apologyText(whole)),
  };
}

/** TT 01/2020/TT-BTP Đ2.1: hour and date of the result. */
function slipText({ letter, dossier, office }: WholeLetter): string {
  return [
    `Kính gửi: Ông/Bà ${letter.requesterName}`,
    `${office.name} đã tiếp nhận yêu cầu chứng thực bản sao điện tử từ bản chính: ${dossier.documentType}.`,
    `Mã hồ sơ: ${dossier.code}. Thời gian tiếp nhận: ${vi(dossier.acceptedAt)}.`,
    ...(letter.previousDue ? [`Thời gian hẹn trước đây: ${vi(letter.previousDue)}.`] : []),
    `Thời gian trả kết quả: ${vi(letter.due)}.`,
    `Lý do: ${letter.reason}`,
  ].join('\n');
}

/** TT 03/2025/TT-VPCP, mẫu 04: name, code, old time, how it stands, reason, new time, apology. */
function apologyText({ letter, dossier, office }: WholeLetter): string {
  return [
    `Kính gửi: Ông/Bà ${letter.requesterName}`,
    `${office.name} đã tiếp nhận hồ sơ ${dossier.code}, chứng thực bản sao điện tử từ bản chính: ${dossier.documentType}, lúc ${vi(dossier.acceptedAt)}.`,
    `Thời gian hẹn trả kết quả: ${vi(letter.previousDue ?? dossier.legalDue)}.`,
    'Đến nay hồ sơ chưa giải quyết xong.',
    `Lý do: ${letter.reason}`,
    `Thời gian hẹn trả lại: ${vi(letter.due)}.`,
    `${office.name} xin lỗi Ông/Bà vì sự chậm trễ này và mong được thông cảm.`,
  ].join('\n');
}

/** Hour and minute, as papers have it; what is finer stands in the log. */
function vi(instant: Date): string {
  return formatInstantVi(Math.floor(instant.getTime() / msPerMinute) * msPerMinute);
}
