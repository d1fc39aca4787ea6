import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { SigningKey } from '../../db/signing/entity';
import { recordSigningKey } from '../../db/signing/signing-key';
import { readCertificate } from '../../documents/evidence/certificate';
import { SaoyError } from '../../domain/problem';
import { describeResponses, json } from '../http/responses';
import { chooseKeySchema, signingKeySchema } from './contract';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { unfitTexts } from './judge-certificate';
import { type FullCandidate, listCandidates } from './list-candidates';
import { getRemoteCandidate } from './remote-candidates';
import { revocationOf } from './revocation';
import { viewSigningKey } from './list';

const needs = {
  field: 'step',
  is: { sign: 'signing-key.sign', seal: 'signing-key.seal' },
} as const;

const route = defineRoute(needs, {
  method: 'put',
  path: '/api/signing-keys/{step}',
  tags: ['signing'],
  summary: 'Choose how the asking person signs a step in an office',
  request: {
    params: z.object({ step: z.enum(['sign', 'seal']) }),
    query: z.object({ officeId: z.uuid() }),
    body: { required: true, content: { 'application/json': { schema: chooseKeySchema } } },
  },
  responses: describeResponses({ 200: json(signingKeySchema, 'As chosen') }),
});

/** A certificate is taken only if it may sign, leads to a trusted root, is not revoked and names its holder. */
export const mountChooseSigningKey: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId, signedIn: { personId } }) => {
    const { step } = c.req.valid('param');
    const holder = { personId, officeId, step };
    const choice = c.req.valid('json');
    const chosen = choice.method === 'token' ? null : await findChosen(deps, holder, choice);
    const facts = {
      fingerprint: chosen?.fingerprint ?? null,
      actKey: `choose-key ${randomUUID()}`,
      at: new Date(deps.now()),
    };
    await recordSigningKey(deps.db, holder, chosen?.key ?? null, facts);
    return c.json(await viewSigningKey(deps, holder), 200);
  });
};

type Choice = Exclude<z.infer<typeof chooseKeySchema>, { method: 'token' }>;

async function findChosen(
  deps: ApiDeps,
  holder: { personId: string; officeId: string; step: 'sign' | 'seal' },
  choice: Choice,
): Promise<{
  key: Pick<SigningKey, 'method' | 'label' | 'asks' | 'certificates'>;
  fingerprint: string;
}> {
  if (choice.method === 'remote') {
    const remote = await getRemoteCandidate(deps, holder, choice.credentialId);
    await refuseUnfit(deps, remote);
    const { method, label, asks, path, fingerprint } = remote;
    return { key: { method, label, asks, certificates: path.map(toBase64) }, fingerprint };
  }
  const candidates = await listCandidates(deps, holder);
  const candidate = candidates.find(({ id }) => id === choice.fingerprint);
  if (!candidate) throw new SaoyError('signing-key-unknown');
  await refuseUnfit(deps, candidate);
  const { method, label, path } = candidate;
  const key = { method, label, asks: [], certificates: path.map(toBase64) };
  return { key, fingerprint: candidate.id };
}

async function refuseUnfit(deps: ApiDeps, { unfit, path }: FullCandidate): Promise<void> {
  if (unfit !== null) throw new SaoyError('signing-key-unfit', { reason: unfit });
  const [own, issuer] = path;
  if (!own || !issuer) throw new SaoyError('signing-key-unfit', { reason: unfitTexts.untrusted });
  try {
    const need = { after: deps.now() - 600_000, inForceSince: -Infinity, prefersYoung: true };
    await revocationOf(deps).fetch(readCertificate(own), readCertificate(issuer), need);
  } catch (error) {
    if (error instanceof SaoyError && error.code === 'certificate-revoked') {
      throw new SaoyError('signing-key-unfit', { reason: unfitTexts.revoked });
    }
    throw error;
  }
}

function toBase64(der: Uint8Array): string {
  return Buffer.from(der).toString('base64');
}
