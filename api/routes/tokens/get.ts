import { X509Certificate } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { Token } from '../../../db/entities/people';
import { getOffice } from '../../../db/queries/get-office';
import { formatInstantVi } from '../../../deadlines/time';
import { SaoyError, isProblemCode, sentence } from '../../../domain/problem';
import { readPublicPinKey } from '../../../tokens/pin/pin-key';
import { answers, json } from '../../answers';
import { type TokenState, tokenStateSchema } from '../../contract/token';
import type { Mount } from '../../env';
import { requireRight } from '../../middleware/session';

/** The token process writes what it sees every 15 s; older than this, it is not there. */
const seenWithinMs = 60_000;
/** From here on a person is warned that one more wrong PIN may lock the token. */
const triesWarned = 1;

const signers = { leader: 'sign', agency: 'seal' } as const;

const route = createRoute({
  method: 'get',
  path: '/api/tokens/{purpose}',
  tags: ['signing'],
  summary: 'The token of an office, the key that PINs are sealed to, and the pre-flight checks',
  request: {
    params: z.object({ purpose: z.enum(['leader', 'agency']) }),
    query: z.object({ officeId: z.uuid() }),
  },
  responses: answers({ 200: json(tokenStateSchema, 'As last seen by the token process') }),
});

export const mountGetToken: Mount = (app, { db, settings, now }) => {
  app.openapi(route, async (c) => {
    const { purpose } = c.req.valid('param');
    const { officeId } = c.req.valid('query');
    const step = signers[purpose];
    requireRight(c, officeId, step);
    const { code } = await getOffice(db, officeId);
    const token = await db.manager.findOneBy(Token, { officeCode: code, purpose });
    if (!token) throw new SaoyError('token-absent', { token: `${purpose}, ${code}` });
    const answer = {
      label: token.label,
      publicKey: await readPublicPinKey(settings.pinPublicKeyFile),
      context: { step, token: token.label },
      preflight: checkToken(token, now()),
      seenAt: token.seenAt.toISOString(),
    };
    return c.json(answer, 200);
  });
};

/** What a signer should know before the PIN is typed. Pure. */
function checkToken(token: Token, now: number): TokenState['preflight'] {
  return [checkSeen(token, now), checkCertificate(token, now), checkTries(token)];
}

function checkSeen({ label, trouble, seenAt }: Token, now: number) {
  const fresh = seenAt.getTime() + seenWithinMs >= now;
  const code = fresh ? trouble : 'token-absent';
  const text =
    code === null
      ? `Thấy token “${label}”.`
      : isProblemCode(code)
        ? sentence(code, 'vi', { token: label })
        : `Token “${label}” không dùng được (${code}).`;
  return { check: 'seen' as const, ok: code === null, text };
}

function checkCertificate({ certificates: [own] }: Token, now: number) {
  const check = 'certificate' as const;
  if (own === undefined) {
    return { check, ok: false, text: 'Token không có chứng thư số. Liên hệ nơi cấp.' };
  }
  const { validFrom, validTo } = new X509Certificate(Buffer.from(own, 'base64'));
  const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
  if (now < from) {
    const text = `Chứng thư số chỉ có hiệu lực từ ${formatInstantVi(from)}.`;
    return { check, ok: false, text };
  }
  return now > to
    ? {
        check,
        ok: false,
        text: `Chứng thư số đã hết hạn ${formatInstantVi(to)}. Gia hạn trước khi ký.`,
      }
    : { check, ok: true, text: `Chứng thư số còn hiệu lực đến ${formatInstantVi(to)}.` };
}

function checkTries({ pinTriesLeft }: Token) {
  const check = 'pin-tries' as const;
  if (pinTriesLeft === null)
    return { check, ok: true, text: 'Token không cho biết số lần thử PIN.' };
  if (pinTriesLeft === 0) {
    return { check, ok: false, text: 'Token đã bị khóa vì sai PIN. Liên hệ nơi cấp để mở khóa.' };
  }
  return { check, ok: pinTriesLeft > triesWarned, text: `Còn ${pinTriesLeft} lần thử PIN.` };
}
