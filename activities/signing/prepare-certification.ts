import { prepareCertification } from '../../documents/copy/prepare-certification';
import { SaoyError } from '../../domain/problem';
import { findComparison } from '../../db/scans/find-comparison';
import { findMarkPicture, findMarkPlaces } from '../../db/marks/find-marks';
import { withPlaces } from '../../domain/attestation-layout';
import { Dossier } from '../../db/dossiers/entity';
import { Office } from '../../db/offices/entity';
import { Person } from '../../db/people/entity';
import { TakenScan } from '../../db/scans/entity';
import { attestationStatement } from '../../policies/attestation-statement';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { layoutOf } from '../../policies/policy';
import type { ActivityDeps } from '../deps';
import { getReadySigner, keepPrepared, type PrepareOrder } from './signature-work';

/** Appends the attestation page and makes what the leader's token must sign (revision 1). */
export function createPrepareCertification(deps: ActivityDeps) {
  const { db, store, rules, publicUrl } = deps;
  return async (order: PrepareOrder): Promise<void> => {
    const dossier = await db.manager.findOneByOrFail(Dossier, { id: order.dossierId });
    const office = await db.manager.findOneByOrFail(Office, { id: dossier.officeId });
    const signer = await db.manager.findOneByOrFail(Person, { id: order.actorId });
    const key = await getReadySigner(deps, { ...order, office, step: 'sign' });
    const { scanHash } = dossier;
    if (scanHash === null) throw new SaoyError('scan-missing');
    await db.manager.update(
      Dossier,
      { id: dossier.id },
      { signerName: signer.fullName, signerTitle: signer.title ?? '' },
    );
    const policy = getPinnedPolicy(rules, dossier.policy);
    const comparison = await findComparison(db.manager, dossier.id);
    const taken = await db.manager.findOneBy(TakenScan, { dossierId: dossier.id });
    const signature = await findMarkPicture(db.manager, 'signature', signer.id);
    await keepPrepared(deps, { ...order, step: 'sign' }, key, scanHash, async (scan) =>
      prepareCertification({
        scan,
        isArchivable: taken?.archivable ?? false,
        layout: withPlaces(layoutOf(policy), await findMarkPlaces(db.manager, office.id)),
        attestation: {
          officeName: office.name,
          officeParentName: office.parentName,
          statement: attestationStatement(policy),
          documentTypeName: dossier.documentType,
          originalPages: dossier.originalPages,
          signerName: signer.fullName,
          signerTitle: signer.title ?? '',
          publicUrl: `${publicUrl}/x/${dossier.publicToken}`,
          ...(comparison ? { compared: { ...comparison, at: comparison.at.getTime() } } : {}),
          ...(signature ? { signatureImage: await store.get(signature.sha256) } : {}),
        },
        signer: key,
        tokenBytes: key.tokenBytes,
        signedAt: order.at,
      }),
    );
  };
}
