import { createHash, randomBytes } from 'node:crypto';
import { readCertificate } from '../../documents/evidence/certificate';
import { checkTimestamp, httpTimestampSource } from '../../documents/evidence/timestamp-client';
import { formatInstantVi } from '../../deadlines/time';
import { SaoyError } from '../../domain/problem';
import type { PreflightCheck } from '../contract/token';
import type { ApiDeps } from '../deps';
import { revocationOf } from '../signing-keys/revocation';
import { Remembered } from './remembered';

/** Pages look each minute; responders and time stamp servers are asked less often. */
const rememberedMs = 5 * 60_000;
const stampTimeoutMs = 3_000;
/** A time stamp further off than this would stand oddly beside the date of the signature. */
const clockOffMsMax = 5_000;

type Deps = Pick<ApiDeps, 'settings' | 'now'>;

/** What a signature needs of the world: its certificate not revoked, a time stamp server, a true clock. */
export class ServiceChecks {
  private readonly revocations: Remembered<PreflightCheck>;
  private readonly stamps: Remembered<PreflightCheck[]>;

  constructor(private readonly deps: Deps) {
    this.revocations = new Remembered(rememberedMs, deps.now);
    this.stamps = new Remembered(rememberedMs, deps.now);
  }

  /** @param certificates DER: the signer's, its issuer, and so on */
  async check(certificates: Uint8Array[]): Promise<PreflightCheck[]> {
    const [own] = certificates;
    const name = own ? createHash('sha256').update(own).digest('hex') : 'none';
    const [revocation, stamp] = await Promise.all([
      this.revocations.get(name, () => checkRevocation(this.deps, certificates)),
      this.stamps.get('stamp', () => checkStamp(this.deps)),
    ]);
    return [revocation, ...stamp];
  }
}

async function checkRevocation(deps: Deps, [own, issuer]: Uint8Array[]): Promise<PreflightCheck> {
  const check = 'revocation' as const;
  if (!own || !issuer) return { check, ok: false, text: 'Chưa có chứng thư để hỏi thu hồi.' };
  try {
    await revocationOf(deps).fetch(readCertificate(own), readCertificate(issuer), 0);
    const at = formatInstantVi(Math.floor(deps.now() / 1000) * 1000);
    return { check, ok: true, text: `Chứng thư chưa bị thu hồi (hỏi lúc ${at}).` };
  } catch (error) {
    const isRevoked = error instanceof SaoyError && error.code === 'certificate-revoked';
    const text = isRevoked
      ? 'Chứng thư số đã bị thu hồi. Liên hệ nơi cấp; không ký được.'
      : 'Chưa hỏi được nơi cấp xem chứng thư có bị thu hồi không. Thử lại sau ít phút; nếu vẫn vậy, báo quản trị viên.';
    return { check, ok: false, text };
  }
}

/** One time stamp tells two things: that a server answers, and how far our clock is off. */
async function checkStamp({ settings, now }: Deps): Promise<PreflightCheck[]> {
  const hash = createHash('sha256').update(randomBytes(32)).digest();
  try {
    const source = httpTimestampSource(settings.tsaUrls, { timeoutMs: stampTimeoutMs });
    const asked = now();
    const { time } = checkTimestamp(await source.stamp(hash), hash);
    // Servers may state whole seconds; half of the way there and back is not the clock's fault.
    const offMs = Math.max(0, Math.abs((asked + now()) / 2 - time) - 1_000);
    const seconds = Math.ceil(offMs / 1000);
    return [
      { check: 'time-stamp', ok: true, text: 'Máy chủ dấu thời gian trả lời.' },
      {
        check: 'clock',
        ok: offMs <= clockOffMsMax,
        text:
          offMs <= clockOffMsMax
            ? `Đồng hồ máy chủ lệch không quá ${Math.max(1, seconds)} giây so với dấu thời gian.`
            : `Đồng hồ máy chủ lệch ${seconds} giây so với dấu thời gian. Báo quản trị viên chỉnh giờ.`,
      },
    ];
  } catch {
    const text = 'Máy chủ dấu thời gian không trả lời nên chưa ký được. Báo quản trị viên.';
    return [{ check: 'time-stamp', ok: false, text }];
  }
}
