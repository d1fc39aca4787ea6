import { dateTime } from '../text/time';
import type { SignatureReport, VerificationReport } from './report';

export interface Finding {
  title: string;
  holds: 'yes' | 'no' | 'unsure';
  /** Groups of term and value. */
  evidence: [string, string][][];
}

/** The five findings that 5438/VPCP-KSTT asks a verifier to show, in its order [K-03]. */
export function listFindings(report: VerificationReport): Finding[] {
  const [leader, agency] = report.signatures;
  return [
    {
      title: 'Tính toàn vẹn của tài liệu',
      holds: { yes: 'yes', no: 'no', unknown: 'unsure' }[report.intact] as Finding['holds'],
      evidence: [report.reasons.map((reason) => ['Phát hiện', reason])],
    },
    certificate('Chứng thư số của người ký có hiệu lực khi ký', leader),
    certificate('Chứng thư số của cơ quan có hiệu lực khi ký', agency),
    {
      title: 'Dấu thời gian của từng chữ ký',
      holds: worst(report.timestamps.map((stamp) => stamp.verdict)),
      evidence: report.timestamps.map((stamp) => [
        ['Thời điểm', dateTime(stamp.at)],
        ['Cơ quan cấp', stamp.authority ?? 'không rõ'],
      ]),
    },
    {
      title: 'Tính hợp pháp của tổ chức cấp chứng thư',
      holds: worst(report.signatures.map((signature) => signature.verdict)),
      evidence: report.signatures.map((signature) => [
        ['Chữ ký của', signature.signer ?? 'không rõ'],
        ['Tổ chức cấp', signature.issuer ?? 'không rõ'],
      ]),
    },
  ];
}

function certificate(title: string, signature: SignatureReport | undefined): Finding {
  if (!signature) return { title, holds: 'no', evidence: [] };
  return {
    title,
    holds: worst([signature.verdict]),
    evidence: [
      [
        ['Người ký', signature.signer ?? 'không rõ'],
        ['Ký lúc', signature.signedAt ? dateTime(signature.signedAt) : 'không rõ'],
        ['Tổ chức cấp', signature.issuer ?? 'không rõ'],
        ...signature.reasons.map((reason): [string, string] => ['Phát hiện', reason]),
      ],
    ],
  };
}

function worst(verdicts: readonly VerificationReport['verdict'][]): Finding['holds'] {
  if (verdicts.length === 0 || verdicts.includes('invalid')) return 'no';
  return verdicts.includes('undetermined') ? 'unsure' : 'yes';
}
