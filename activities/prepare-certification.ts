import { prepareCertification } from '../documents/copy/prepare-certification';
import { SaoyError } from '../domain/problem';
import { Dossier } from '../db/entities/dossier';
import { Office, Person } from '../db/entities/people';
import { getPinnedPolicy } from '../policies/pinned-rules';
import type { Policy } from '../policies/policy';
import type { ActivityDeps } from './deps';
import { getSignerToken, keepPrepared } from './signature-work';

/** Appends the attestation page and makes what the leader's token must sign (revision 1). */
export function createPrepareCertification(deps: ActivityDeps) {
  const { db, store, rules, publicUrl } = deps;
  return async (order: {
    dossierId: string;
    actKey: string;
    at: number;
    actorId: string;
  }): Promise<void> => {
    const dossier = await db.manager.findOneByOrFail(Dossier, { id: order.dossierId });
    const office = await db.manager.findOneByOrFail(Office, { id: dossier.officeId });
    const signer = await db.manager.findOneByOrFail(Person, { id: order.actorId });
    const { token, certificate, chain } = await getSignerToken(deps, office.id, 'sign');
    const { scanHash } = dossier;
    if (scanHash === null) throw new SaoyError('scan-missing');
    await db.manager.update(
      Dossier,
      { id: dossier.id },
      { signerName: signer.fullName, signerTitle: signer.title ?? '' },
    );
    await keepPrepared(deps, { ...order, step: 'sign' }, token.label, async () =>
      prepareCertification({
        scan: await store.get(scanHash),
        attestation: {
          officeName: office.name,
          officeParentName: office.parentName,
          statement: statementOf(getPinnedPolicy(rules, dossier.policy)),
          documentTypeName: dossier.documentType,
          originalPages: dossier.originalPages,
          signerName: signer.fullName,
          signerTitle: signer.title ?? '',
          publicUrl: `${publicUrl}/x/${dossier.publicToken}`,
        },
        signer: { certificate, chain },
        signedAt: order.at,
      }),
    );
  };
}

/** The first line of the lời chứng; number, book and date below it are fields of the page. */
function statementOf({ attestation }: Policy): string {
  return attestation.text.split('\n')[0] ?? '';
}
