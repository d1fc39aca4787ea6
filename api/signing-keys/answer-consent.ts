import { takeConsent } from '../../db/signing/signing-consents';
import { describeResponses, json } from '../http/responses';
import { permitInOffice } from '../http/guard';
import { defineRoute, serve } from '../http/guarded-route';
import { idempotencyHeaderSchema } from '../http/contract';
import { consentAnswerSchema, type Consented, consentedSchema } from './contract';
import type { Mount } from '../http/env';
import { withIdempotency } from '../http/idempotency';
import { answerAsked, hashOfState } from './consent';

const route = defineRoute('consent.answer', {
  method: 'post',
  path: '/api/signing-keys/consent',
  tags: ['signing'],
  summary: 'What the provider’s page sent the asking person back with',
  request: {
    headers: idempotencyHeaderSchema,
    body: { required: true, content: { 'application/json': { schema: consentAnswerSchema } } },
  },
  responses: describeResponses({
    200: json(consentedSchema, 'Handed to the signature that waited for it'),
  }),
});

/**
 * Not the address that the provider sends people to: that is a page of ours, which hands on what it was
 * given. The session's cookie does not come along from another site (SameSite=Strict), and a consent counts
 * only in a session of the person who asked for it (RFC 9700, 4.7): a state that was lured, stolen or mixed up
 * is of no use to anybody else.
 */
export const mountAnswerConsent: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) => {
    const { personId } = signedIn;
    const { state, code, error } = c.req.valid('json');
    const answer = await withIdempotency(c, deps, async (): Promise<Consented> => {
      const now = new Date(deps.now());
      const who = { stateHash: hashOfState(state), personId };
      const { asked, codeVerifier } = await takeConsent(deps.db, who, now);
      permitInOffice(signedIn, `dossier.${asked.step}`, asked.officeId);
      await answerAsked(deps, asked, codeVerifier, { code, error });
      return { dossierId: asked.dossierId, step: asked.step };
    });
    return c.json(answer, 200);
  });
};
