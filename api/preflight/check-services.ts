import { X509Certificate } from 'node:crypto';
import { readSubject } from '../../documents/evidence/subject';
import { openEvidence } from '../../documents/evidence/open-evidence';
import { SigningReadiness, type Readiness } from '../../documents/copy/signing-readiness';
import { listAnchors } from '../../documents/verify/trust/list-anchors';
import { formatMinuteVi } from '../../time/time';
import { type SaoyError, sentence } from '../../domain/problem';
import type { PreflightCheck } from '../signing-keys/token-contract';
import type { ApiDeps } from '../http/deps';

/** Pages look each minute; a time stamp may cost money, so its server is asked less often. */
const patience = { signer: 60_000, others: 5 * 60_000 };
const sourceTimeouts = { timeoutMs: 3_000, withinMs: 3_500 };
/** A time stamp further off than this would stand oddly beside the date of the signature. */
const clockOffMsMax = 5_000;

/** The checks that the act makes before it uses a PIN, shown before it one by one. */
export class ServiceChecks {
  private readonly readiness: SigningReadiness;

  constructor(private readonly deps: Pick<ApiDeps, 'settings' | 'now' | 'log'>) {
    const { settings, now, log } = deps;
    const refused = (reason: string) => log.warn({ reason }, 'evidence refused');
    this.readiness = new SigningReadiness({
      ...openEvidence(settings, { ...sourceTimeouts, refused, now }),
      listAnchors: () => listAnchors(settings, now()),
      now,
    });
  }

  /** @param certificates DER: the signer's, its issuer, and so on */
  async check([certificate, ...chain]: Uint8Array[]): Promise<PreflightCheck[]> {
    if (!certificate) {
      const text = 'Token không có chứng thư số. Liên hệ nơi cấp.';
      return [{ check: 'certificate', ok: false, text }];
    }
    const found = await this.readiness.look({ certificate, chain }, patience);
    return [
      sayCertificate(certificate, found.certificate),
      ...(found.certificate.problem ? [] : [sayRevocation(found.revocation)]),
      ...sayStamp(found.timestamp),
    ];
  }
}

function sayCertificate(
  der: Uint8Array,
  { problem, at: now }: Readiness['certificate'],
): PreflightCheck {
  const check = 'certificate' as const;
  const { validFrom, validTo, serialNumber } = new X509Certificate(der);
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  const name = `Chứng thư số “${readSubject(der).commonName}” (số ${shortened(serialNumber)})`;
  if (now < from) {
    const text = `${name} chỉ có hiệu lực từ ${formatMinuteVi(from)}. Đợi đến lúc đó, hoặc dùng chứng thư khác.`;
    return { check, ok: false, text };
  }
  if (now > to) {
    const text = `${name} đã hết hạn ${formatMinuteVi(to)}. Liên hệ nơi cấp để gia hạn.`;
    return { check, ok: false, text };
  }
  if (problem) return { check, ok: false, text: sayProblem(problem) };
  return { check, ok: true, text: `${name} còn hiệu lực đến ${formatMinuteVi(to)}.` };
}

/** The end of a serial number: enough to tell two certificates of one person apart. */
function shortened(serialNumber: string): string {
  return serialNumber.length > 8 ? `…${serialNumber.slice(-8)}` : serialNumber;
}

function sayRevocation({ problem, at }: Readiness['revocation']): PreflightCheck {
  const check = 'revocation' as const;
  if (!problem) {
    const asked = formatMinuteVi(at);
    return { check, ok: true, text: `Chứng thư chưa bị thu hồi (hỏi lúc ${asked}).` };
  }
  const isRevoked = problem.code === 'certificate-revoked';
  const text = isRevoked
    ? 'Chứng thư số đã bị thu hồi. Liên hệ nơi cấp; không ký được.'
    : `Chưa hỏi được nơi cấp xem chứng thư có bị thu hồi không (${String(problem.params.reason ?? problem.code)}). Thử lại sau ít phút; nếu vẫn vậy, báo quản trị viên.`;
  return { check, ok: false, text };
}

function sayStamp({ facts, problem }: Readiness['timestamp']): PreflightCheck[] {
  const clockOffMs = facts?.clockOffMs ?? problem?.params.clockOffMs;
  const clock = typeof clockOffMs === 'number' ? [sayClock(clockOffMs)] : [];
  const check = 'time-stamp' as const;
  if (!problem) {
    const text = 'Máy chủ dấu thời gian trả lời, và nối được đến tổ chức mà máy chủ tin cậy.';
    return [{ check, ok: true, text }, ...clock];
  }
  const text =
    problem.code === 'timestamp-unavailable'
      ? `Máy chủ dấu thời gian không trả lời nên chưa ký được (${String(problem.params.reason)}). Báo quản trị viên.`
      : sayProblem(problem);
  return [{ check, ok: false, text }, ...clock];
}

function sayClock(offMs: number): PreflightCheck {
  const check = 'clock' as const;
  const seconds = Math.ceil(offMs / 1000);
  if (offMs > clockOffMsMax) {
    const text = `Đồng hồ máy chủ lệch ${seconds} giây so với dấu thời gian. Báo quản trị viên chỉnh giờ.`;
    return { check, ok: false, text };
  }
  const text = `Đồng hồ máy chủ lệch không quá ${Math.max(1, seconds)} giây so với dấu thời gian.`;
  return { check, ok: true, text };
}

function sayProblem({ code, params }: SaoyError): string {
  return sentence(code, 'vi', params);
}
