import { type ReasonCode, reasonOf } from '../../documents/verify/reasons/reasons';
import type {
  CertificateReport,
  Finding as Judged,
  SignatureReport,
  TimestampReport,
  VerificationReport,
} from '../../documents/verify/report';
import { dateTime } from '../text/time';

export type Holds = 'yes' | 'no' | 'unsure';
/** Terms and values that belong together. */
export type Evidence = [string, string][];

export interface Finding {
  title: string;
  holds: Holds;
  evidence: Evidence[];
}

const held: Record<Judged['result'], Holds> = { passed: 'yes', failed: 'no', unknown: 'unsure' };
const whole: Record<VerificationReport['intact'], Holds> = {
  yes: 'yes',
  no: 'no',
  unknown: 'unsure',
};

/** The five findings that 5438/VPCP-KSTT asks a verifier to show, in its order [K-03]. */
export function listFindings(report: VerificationReport): Finding[] {
  const { signatures, timestamps } = report;
  return [
    {
      title: 'Tính toàn vẹn của tài liệu',
      holds: whole[report.intact],
      evidence: [sentences(report.reasons), ...signatures.map(describeCoverage)],
    },
    certificateOf('Chứng thư số của người ký có hiệu lực khi ký', roleOf(signatures, 'leader')),
    certificateOf('Chứng thư số của cơ quan có hiệu lực khi ký', roleOf(signatures, 'agency')),
    {
      title: 'Dấu thời gian của từng chữ ký',
      holds: worst(signatures.map(({ findings }) => held[findings.timestamp.result])),
      evidence: timestamps.map(describeStamp),
    },
    {
      title: 'Tính hợp pháp của tổ chức cấp chứng thư',
      holds: worst(signatures.map(({ findings }) => held[findings.authority.result])),
      evidence: signatures.map(({ signer, findings }) => [
        ['Chứng thư của', nameOf(signer)],
        ['Tổ chức cấp', signer?.issuer ?? 'không rõ'],
        ['Được tin cậy bởi', signer?.trustedBy ?? 'không tổ chức nào trong danh sách tin cậy'],
        ...sentences(findings.authority.reasons),
      ]),
    },
  ];
}

/** Of a file that was changed, what says so; that the content differs comes before all else. */
export function firstReason(report: VerificationReport): ReasonCode | undefined {
  const { intact, reasons, signatures } = report;
  if (intact !== 'no') return reasons[0];
  const all = [...reasons, ...signatures.flatMap((signature) => signature.reasons)];
  const changed = all.filter((code) => reasonOf(code).intact === 'no');
  return changed.find((code) => code === 'digest-mismatch') ?? changed[0] ?? reasons[0];
}

/** Whose certificate it is, as a person would say it. */
export function nameOf(certificate: CertificateReport | null): string {
  return certificate?.commonName ?? certificate?.subject ?? 'không rõ';
}

function roleOf(signatures: readonly SignatureReport[], role: 'leader' | 'agency') {
  const others = signatures.filter((signature) => signature.role === 'other');
  return (
    signatures.find((signature) => signature.role === role) ?? others[role === 'leader' ? 0 : 1]
  );
}

function certificateOf(title: string, signature: SignatureReport | undefined): Finding {
  if (!signature) return { title, holds: 'no', evidence: [[['Chữ ký', 'không có trong tệp']]] };
  const { signer, findings, provenTime, revocation } = signature;
  const evidence: Evidence = [
    ['Người ký', nameOf(signer)],
    ['Thời điểm chứng minh được', provenTime ? dateTime(provenTime) : 'không có'],
  ];
  if (signer) {
    const { notBefore, notAfter, serial } = signer;
    evidence.push(['Chứng thư có hiệu lực', `${dateTime(notBefore)} đến ${dateTime(notAfter)}`]);
    evidence.push(['Số sê-ri', serial]);
  }
  if (revocation) evidence.push(['Thu hồi', revocationWords(revocation)]);
  evidence.push(...sentences(findings.certificate.reasons));
  return { title, holds: held[findings.certificate.result], evidence: [evidence] };
}

function revocationWords({
  status,
  source,
  asOf,
  revokedAt,
}: NonNullable<SignatureReport['revocation']>) {
  if (status === 'revoked') return `đã bị thu hồi${revokedAt ? ` lúc ${dateTime(revokedAt)}` : ''}`;
  if (status === 'unknown') return 'không rõ';
  const by = source ? ` theo ${source.toUpperCase()}` : '';
  return `chưa bị thu hồi${by}${asOf ? ` lúc ${dateTime(asOf)}` : ''}`;
}

function describeCoverage({ signer, covers }: SignatureReport): Evidence {
  return [
    ['Chữ ký của', nameOf(signer)],
    ['Phạm vi', `lần lưu ${covers.revision} trên ${covers.revisions}, ${covers.bytes} byte đầu`],
  ];
}

function describeStamp({ kind, time, authority, reasons }: TimestampReport): Evidence {
  return [
    ['Dấu thời gian', kind === 'document' ? 'của cả tài liệu' : 'của một chữ ký'],
    ['Thời điểm', time ? dateTime(time) : 'không rõ'],
    ['Nơi cấp', nameOf(authority)],
    ...sentences(reasons),
  ];
}

function sentences(codes: readonly ReasonCode[]): Evidence {
  return codes.map((code) => ['Phát hiện', reasonOf(code).vi]);
}

function worst(all: readonly Holds[]): Holds {
  if (all.length === 0 || all.includes('no')) return 'no';
  return all.includes('unsure') ? 'unsure' : 'yes';
}
