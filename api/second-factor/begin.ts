import { create as createQr } from 'qrcode';
import { recordBegun } from '../../db/second-factors/second-factors';
import { SaoyError } from '../../domain/problem';
import { newTotpSecret, totpUri } from '../../identity/second-factor/totp';
import { identityRulesAt } from '../../policies/identity-rules';
import { describeResponses, json } from '../http/responses';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { PasswordCheck } from '../sign-in/check-password';
import { SecondFactorCheck } from '../sign-in/check-code';
import { begunSchema, passwordSchema } from './contract';

const route = defineRoute('second-factor.set', {
  method: 'post',
  path: '/api/my/second-factor',
  tags: ['session'],
  summary: 'Begin to set up an authenticator program; asks for the password',
  request: {
    body: { required: true, content: { 'application/json': { schema: passwordSchema } } },
  },
  responses: describeResponses({ 200: json(begunSchema, 'For the program; told this once') }),
});

export const mountBeginSecondFactor: Mount = (app, deps) => {
  const passwords = new PasswordCheck(deps);
  const factors = new SecondFactorCheck(deps);
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const now = deps.now();
    if (identityRulesAt(deps.rules, now).secondFactor === 'off') {
      throw new SaoyError('second-factor-not-offered');
    }
    const { username } = await passwords.runAgain(c, signedIn, c.req.valid('json').password);
    const secret = newTotpSecret();
    const encrypted = await factors.encrypt(secret, personId);
    const begun = { personId, secret: encrypted, createdAt: new Date(now) };
    if (!(await recordBegun(deps.db.manager, begun))) throw new SaoyError('second-factor-present');
    const issuer = `Sao Y (${new URL(deps.settings.publicUrl).host})`;
    return c.json({ secret, qr: drawQr(totpUri(secret, issuer, username)) }, 200);
  });
};

function drawQr(text: string) {
  const { size, data } = createQr(text, { errorCorrectionLevel: 'M' }).modules;
  const path = [...data.keys()]
    .filter((module) => data[module])
    .map((module) => `M${module % size} ${Math.floor(module / size)}h1v1h-1z`)
    .join('');
  return { size, path };
}
