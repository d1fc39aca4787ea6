import type { DataSource } from 'typeorm';
import { listAgents } from '../../db/agents/agents';
import { getOffice } from '../../db/offices/get-office';
import { getPerson } from '../../db/people/find-person';
import { listTokens } from '../../db/signing/tokens';
import type { Candidate } from './contract';
import type { ApiDeps } from '../http/deps';
import { readAnchors } from '../verify/read-anchors';
import { judgeCertificate, unfitTexts } from './judge-certificate';

/** A certificate that may become somebody's key, with what is kept when it does. */
export interface FullCandidate extends Candidate {
  /** DER: the certificate, then its issuers up to the root, as far as they are known. */
  path: Uint8Array[];
}

interface Holder {
  personId: string;
  officeId: string;
  step: 'sign' | 'seal';
}

/** What the tokens in a person's computers hold, judged for one step; each certificate once. */
export async function listCandidates(
  deps: Pick<ApiDeps, 'db' | 'settings' | 'now'>,
  holder: Holder,
): Promise<FullCandidate[]> {
  const agents = await listAgents(deps.db.manager, holder.personId);
  const offered = agents.flatMap(({ certificates }) => certificates);
  const judge = await judgeFor(
    deps,
    holder,
    offered.map(({ der }) => fromBase64(der)),
  );
  const candidates = new Map<string, FullCandidate>();
  for (const { tokenLabel, der } of offered) {
    const judged = judge(fromBase64(der));
    if (!judged) continue;
    const { fingerprint, subject, issuer, validTo, path, unfit } = judged;
    candidates.set(fingerprint, {
      method: 'agent',
      id: fingerprint,
      label: tokenLabel,
      subject: subject.commonName,
      issuer,
      validTo: new Date(validTo).toISOString(),
      unfit: unfit && unfitTexts[unfit],
      path,
    });
  }
  return [...candidates.values()];
}

/** Judges certificates for one person, office and step by what is known of issuers here. */
export async function judgeFor(
  { db, settings, now }: Pick<ApiDeps, 'db' | 'settings' | 'now'>,
  { personId, officeId, step }: Holder,
  alongside: Uint8Array[],
) {
  const [person, office, anchors, known] = await Promise.all([
    getPerson(db, personId),
    getOffice(db, officeId),
    readAnchors(settings.trustAnchorsFile),
    listKnownIssuers(db),
  ]);
  const wanted = { step, person: person.fullName, office: office.name, now: now() };
  const pool = [...alongside, ...known];
  return (der: Uint8Array) => judgeCertificate(der, { pool, anchors }, wanted);
}

/** Issuers of the tokens at our server: often those of officers' own, too. */
async function listKnownIssuers(db: DataSource): Promise<Uint8Array[]> {
  const tokens = await listTokens(db);
  const issuers = new Set(tokens.flatMap(({ certificates }) => certificates.slice(1)));
  return [...issuers].map(fromBase64);
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
