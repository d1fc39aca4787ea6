import { z } from '@hono/zod-openapi';
import {
  listPasskeys,
  recordChallenge,
  recordPasskey,
  removePasskey,
  takeChallenge,
} from '../../db/passkeys/passkeys';
import { getPerson } from '../../db/people/find-person';
import { SaoyError } from '../../domain/problem';
import { offerPasskey, readNewPasskey, siteOf } from '../../identity/passkeys/passkeys';
import type { AppContext, Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { challengeMs } from '../sign-in/check-passkey';
import { newPasskeySchema, passkeysSchema, webauthnOptionsSchema } from './contract';

const listing = defineRoute('passkey.list', {
  method: 'get',
  path: '/api/my/passkeys',
  tags: ['session'],
  summary: 'My passkeys',
  responses: describeResponses({ 200: json(passkeysSchema, 'The oldest first') }),
});

const beginning = defineRoute('passkey.add', {
  method: 'post',
  path: '/api/my/passkeys/begin',
  tags: ['session'],
  summary: 'Begin to add a passkey beside the authenticator program',
  responses: describeResponses({
    200: json(webauthnOptionsSchema, 'For navigator.credentials.create'),
  }),
});

const adding = defineRoute('passkey.add', {
  method: 'post',
  path: '/api/my/passkeys',
  tags: ['session'],
  summary: 'Add the passkey that the browser made',
  request: {
    body: { required: true, content: { 'application/json': { schema: newPasskeySchema } } },
  },
  responses: describeResponses({ 200: json(passkeysSchema, 'As they stand now') }),
});

const removing = defineRoute('passkey.remove', {
  method: 'delete',
  path: '/api/my/passkeys/{id}',
  tags: ['session'],
  summary: 'Remove a passkey of mine',
  request: { params: z.object({ id: z.uuid() }) },
  responses: describeResponses({ 204: { description: 'It lets nobody in any more' } }),
});

/** Only beside a program: who loses the key still gets in, and recovery codes are made once. */
export const mountMyPasskeys: Mount = (app, deps) => {
  const { db, settings, now } = deps;
  const site = siteOf(settings.publicUrl);
  const view = async (personId: string) => ({
    items: (await listPasskeys(db.manager, personId)).map(({ id, name, madeAt, usedAt }) => ({
      ...{ id, name, since: madeAt.toISOString(), lastUsed: usedAt?.toISOString() ?? null },
    })),
  });
  serve(app, deps, listing, async (c, { signedIn }) => c.json(await view(signedIn.personId), 200));
  serve(app, deps, beginning, async (c, { signedIn }) => {
    const { personId, hasSecondFactor } = signedIn;
    if (!hasSecondFactor) throw new SaoyError('second-factor-absent');
    const [person, known] = [
      await getPerson(db, personId),
      await listPasskeys(db.manager, personId),
    ];
    const options = await offerPasskey(site, person, known);
    const { challenge } = options;
    const expiresAt = new Date(now() + challengeMs);
    await recordChallenge(db.manager, { holder: holderOf(c), challenge, expiresAt });
    return c.json(webauthnOptionsSchema.parse(options), 200);
  });
  serve(app, deps, adding, async (c, { signedIn }) => {
    const { personId, hasSecondFactor } = signedIn;
    if (!hasSecondFactor) throw new SaoyError('second-factor-absent');
    const { name, credential } = c.req.valid('json');
    const madeAt = new Date(now());
    const challenge = await takeChallenge(db.manager, holderOf(c), madeAt);
    const made = challenge && (await readNewPasskey(site, challenge, credential));
    const isKept = made && (await recordPasskey(db.manager, { ...made, personId, name, madeAt }));
    if (!isKept) throw new SaoyError('passkey-refused');
    return c.json(await view(personId), 200);
  });
  serve(app, deps, removing, async (c, { signedIn }) => {
    const { id } = c.req.valid('param');
    if (!(await removePasskey(db.manager, signedIn.personId, id))) {
      throw new SaoyError('passkey-unknown');
    }
    return c.body(null, 204);
  });
};

function holderOf(c: AppContext): string {
  return `add ${c.var.sessionHash}`;
}
