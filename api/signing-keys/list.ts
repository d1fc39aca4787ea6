import { z } from '@hono/zod-openapi';
import { createHash } from 'node:crypto';
import { findSigningKey } from '../../db/signing/signing-key';
import { readCertificate } from '../../documents/evidence/certificate';
import { readSubject } from '../../documents/evidence/subject';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { type SigningKeyView, signingKeysSchema } from './contract';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { listCandidates } from './list-candidates';

const route = defineRoute('signing-key.list', {
  method: 'get',
  path: '/api/signing-keys',
  tags: ['signing'],
  summary: 'How the asking person signs in an office, and the certificates to choose from',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: json(signingKeysSchema, 'One for each step that is theirs'),
  }),
});

export const mountListSigningKeys: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn, officeId }) => {
    const { personId, offices } = signedIn;
    const rights = offices.find(({ id }) => id === officeId)?.rights ?? [];
    const steps = (['sign', 'seal'] as const).filter((step) => rights.includes(step));
    const items = await Promise.all(
      steps.map((step) => viewSigningKey(deps, { personId, officeId, step })),
    );
    return c.json({ items, remote: deps.settings.csc !== undefined }, 200);
  });
};

/** What is chosen for one step, and what could be. */
export async function viewSigningKey(
  deps: ApiDeps,
  holder: { personId: string; officeId: string; step: 'sign' | 'seal' },
): Promise<SigningKeyView> {
  const key = await findSigningKey(deps.db, holder);
  const candidates = await listCandidates(deps, holder);
  const der = Buffer.from(key?.certificates[0] ?? '', 'base64');
  return {
    step: holder.step,
    method: key?.method ?? 'token',
    label: key?.label ?? null,
    subject: key && readSubject(der).commonName,
    validTo: key && new Date(readCertificate(der).notAfter).toISOString(),
    fingerprint: key && createHash('sha256').update(der).digest('hex'),
    candidates: candidates.map(({ path: _path, ...candidate }) => candidate),
  };
}
