import { z } from '@hono/zod-openapi';
import type { SigningKey } from '../../db/signing/entity';
import type { SignedIn } from '../../db/sessions/find-session';
import { findSigningKey } from '../../db/signing/signing-key';
import { listOfficeTokens } from '../../db/signing/tokens';
import { getOffice } from '../../db/offices/get-office';
import { listAgents } from '../../db/agents/agents';
import { SaoyError } from '../../domain/problem';
import { requireNamed } from '../../documents/evidence/require-named';
import { requireHolder } from '../../domain/token-holder';
import { readPublicPinKey } from '../../tokens/pin/pin-key';
import { describeResponses, json } from '../http/responses';
import { tokenStateSchema } from './token-contract';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { checkComputer, checkSeen, checkTries } from '../preflight/check-key';
import { ServiceChecks } from '../preflight/check-services';
import { checkStorage } from '../preflight/check-storage';

/** Long enough for a batch's last dossier; a single signature's PIN is kept two minutes at most. */
const pinLifetimeMs = 10 * 60_000;

const signers = { leader: 'sign', agency: 'seal' } as const;

const needs = {
  field: 'purpose',
  is: { leader: 'signing-key.sign', agency: 'signing-key.seal' },
} as const;

const route = defineRoute(needs, {
  method: 'get',
  path: '/api/tokens/{purpose}',
  tags: ['signing'],
  summary:
    'The key that the asking person signs with, the key that PINs are encrypted to, pre-flight',
  request: {
    params: z.object({ purpose: z.enum(['leader', 'agency']) }),
    query: z.object({ officeId: z.uuid() }),
  },
  responses: describeResponses({ 200: json(tokenStateSchema, 'As last seen by whoever holds it') }),
});

export const mountGetToken: Mount = (app, deps) => {
  const services = new ServiceChecks(deps);
  serve(app, deps, route, async (c, { officeId, signedIn }) => {
    const { personId } = signedIn;
    const { purpose } = c.req.valid('param');
    const step = signers[purpose];
    const own = await findSigningKey(deps.db, { personId, officeId, step });
    const key = own
      ? await readOwnKey(deps, own)
      : await readServerToken(deps, { officeId, purpose, signedIn });
    const { certificates, preflight, ...facts } = key;
    const now = deps.now();
    const checks = [
      preflight.seen,
      ...(await services.check(certificates)),
      ...preflight.more,
      ...(await checkStorage(deps)),
    ];
    const answer = {
      ...facts,
      publicKey: await readPublicPinKey(deps.settings.pinPublicKeyFile),
      context: { step, token: key.label },
      pinExpiresAt: new Date(now + pinLifetimeMs).toISOString(),
      preflight: checks,
      seenAt: key.seenAt.toISOString(),
    };
    return c.json(answer, 200);
  });
};

/**
 * The agency's token, or the asking leader's own, as its process writes it down every 15 s.
 * @throws SaoyError `token-absent`, `token-holder-missing`, `token-of-another`, `token-names-another`: what the act
 *   itself would be refused for is told before a PIN is typed
 */
async function readServerToken(
  { db, now }: ApiDeps,
  asked: { officeId: string; purpose: 'leader' | 'agency'; signedIn: SignedIn },
) {
  const { officeId, purpose, signedIn } = asked;
  const { personId, fullName: person } = signedIn;
  const { code, name: office } = await getOffice(db, officeId);
  const tokens = await listOfficeTokens(db, code, purpose);
  const token = tokens.find(({ holderId }) => holderId === personId) ?? tokens[0];
  if (!token) throw new SaoyError('token-absent', { token: `${purpose}, ${code}` });
  if (purpose === 'leader') requireHolder(token.label, token.holderId, personId);
  const certificates = token.certificates.map(fromBase64);
  const [own] = certificates;
  if (own) requireNamed(token.label, own, signers[purpose], { person, office });
  return {
    method: 'token' as const,
    label: token.label,
    asks: ['PIN'],
    seenAt: token.seenAt,
    certificates,
    preflight: { seen: checkSeen(token, now()), more: [checkTries(token)] },
  };
}

async function readOwnKey({ db, now }: ApiDeps, key: SigningKey) {
  const { method, label, asks, chosenAt } = key;
  const seen = (await listAgents(db.manager, key.personId)).flatMap(({ seenAt }) => seenAt ?? []);
  const last = seen.sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
  const certificates = key.certificates.map(fromBase64);
  return method === 'agent'
    ? {
        ...{ method, label, asks, certificates, seenAt: last ?? chosenAt },
        preflight: { seen: checkComputer(last, now()), more: [] },
      }
    : {
        ...{ method, label, asks, certificates, seenAt: chosenAt },
        preflight: {
          seen: { check: 'seen' as const, ok: true, text: 'Ký qua nhà cung cấp ký số từ xa.' },
          more: [],
        },
      };
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
