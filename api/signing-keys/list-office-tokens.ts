import { X509Certificate } from 'node:crypto';
import type { Office } from '../../db/offices/entity';
import { readMatrix } from '../../db/people/list-people';
import { getPerson } from '../../db/people/find-person';
import { type HeldToken, listOfficeTokens } from '../../db/signing/tokens';
import { readSubject } from '../../documents/evidence/subject';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { unitPath } from '../offices/get';
import { checkSeen } from '../preflight/check-key';
import { type OfficeToken, type OfficeTokens, officeTokensSchema } from './token-contract';

const route = defineRoute('token.list', {
  method: 'get',
  path: '/api/offices/{officeId}/tokens',
  tags: ['signing'],
  summary: 'The tokens of an office at our server: what they are good for, and whose they are',
  request: { params: unitPath },
  responses: describeResponses({ 200: json(officeTokensSchema, 'As their process last saw them') }),
});

export const mountListOfficeTokens: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { unit }) => c.json(await viewOfficeTokens(deps, unit), 200));
};

export async function viewOfficeTokens(
  deps: Pick<ApiDeps, 'db' | 'now'>,
  office: Pick<Office, 'id' | 'code'>,
): Promise<OfficeTokens> {
  const [tokens, signers] = await Promise.all([
    listOfficeTokens(deps.db, office.code),
    listSigners(deps, office.id),
  ]);
  return { items: await Promise.all(tokens.map((token) => viewToken(deps, token))), signers };
}

/** Who holds the right to sign in an office, now or later, each once. */
export async function listSigners({ db, now }: Pick<ApiDeps, 'db' | 'now'>, officeId: string) {
  const cells = await readMatrix(db, officeId, new Date(now()));
  const signers = cells.filter(({ held }) => held === 'sign');
  return [...new Map(signers.map(({ personId: id, fullName }) => [id, { id, fullName }])).values()];
}

async function viewToken(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  token: HeldToken,
): Promise<OfficeToken> {
  const { label, purpose, certificates, seenAt, holderId, pinTriesLeft, pinState } = token;
  const seen = checkSeen(token, now());
  const holder = holderId === null ? null : await getPerson(db, holderId);
  const [own] = certificates.map((der) => Buffer.from(der, 'base64'));
  return {
    ...{ label, purpose, seenAt: seenAt.toISOString(), trouble: seen.ok ? null : seen.text },
    ...{ subject: null, issuer: null, validTo: null, ...(own && describe(own)) },
    locked: pinTriesLeft === 0 && pinState === 'fine' && token.unlockedAt === null,
    holder: holder && { id: holder.id, fullName: holder.fullName },
  };
}

function describe(der: Uint8Array) {
  return {
    subject: readSubject(der).commonName,
    issuer: readSubject(der, 'issuer').commonName,
    validTo: new Date(new X509Certificate(der).validTo).toISOString(),
  };
}
