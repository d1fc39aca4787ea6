import type { Token } from '../../db/signing/entity';
import { isProblemCode, sentence } from '../../domain/problem';
import type { PreflightCheck } from '../signing-keys/token-contract';

/** Token process and officers' programs speak at least every 25 s; silent for longer, they are not there. */
const seenWithinMs = 60_000;
/** From here on a person is warned that one more wrong PIN may lock the token. */
const triesWarned = 1;

/** Whether somebody who speaks every so often is in touch. Pure, as all here. */
export function isInTouch(seenAt: Date | null, now: number): boolean {
  return seenAt !== null && seenAt.getTime() + seenWithinMs >= now;
}

export function checkSeen({ label, trouble, seenAt }: Token, now: number): PreflightCheck {
  const code = isInTouch(seenAt, now) ? trouble : 'token-absent';
  const text =
    code === null
      ? `Thấy token “${label}”.`
      : isProblemCode(code)
        ? sentence(code, 'vi', { token: label })
        : `Token “${label}” không dùng được (${code}).`;
  return { check: 'seen', ok: code === null, text };
}

/** The program on the person's own computer; the token in it is seen when it signs. */
export function checkComputer(seenAt: Date | null, now: number): PreflightCheck {
  const ok = isInTouch(seenAt, now);
  const text = ok
    ? 'Chương trình ký trên máy của bạn đang chạy.'
    : 'Chương trình ký trên máy của bạn chưa chạy. Mở máy, cắm token và chạy chương trình ký.';
  return { check: 'seen', ok, text };
}

export function checkTries({ label, pinTriesLeft, pinState, unlockedAt }: Token): PreflightCheck {
  const check = 'pin-tries' as const;
  if (pinTriesLeft === null)
    return { check, ok: true, text: 'Token không cho biết số lần thử PIN.' };
  if (pinTriesLeft === 0 && unlockedAt !== null && pinState === 'fine') {
    const text = 'Quản trị viên đã báo token được nơi cấp mở khóa: nhập mã PIN mới.';
    return { check, ok: true, text };
  }
  if (pinTriesLeft === 0) {
    return { check, ok: false, text: sentence('token-locked', 'vi', { token: label }) };
  }
  if (pinTriesLeft > triesWarned)
    return { check, ok: true, text: `Còn ${pinTriesLeft} lần thử PIN.` };
  const text = `Chỉ còn ${pinTriesLeft} lần thử PIN: nhập thật cẩn thận, hoặc nhờ nơi cấp đặt lại mã PIN trước.`;
  return { check, ok: false, text };
}
