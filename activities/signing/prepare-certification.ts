import type { ActivityDeps } from '../deps';
import { getReadySigner, keepPrepared, type PrepareInput } from './prepare-signature';
import { getSigningFacts } from '../../db/signing/find-signing-facts';
import { recordSigner } from '../../db/dossiers/record-signer';
import { prepareCertification } from '../../documents/copy/prepare-certification';
import { withPlaces } from '../../domain/attestation-layout';
import { SaoyError } from '../../domain/problem';
import { attestationStatement } from '../../policies/attestation-statement';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { layoutOf } from '../../policies/policy';

/** Appends the attestation page and makes what the leader's token must sign (revision 1). */
export function createPrepareCertification(deps: ActivityDeps) {
  const { db, store, rules, publicUrl } = deps;
  return async (input: PrepareInput): Promise<void> => {
    const facts = await getSigningFacts(db.manager, { ...input, step: 'sign' });
    const { dossier, office, signer, comparison, pictureHash } = facts;
    const key = await getReadySigner(deps, facts, { ...input, step: 'sign' });
    const { scanHash } = dossier;
    if (scanHash === null) throw new SaoyError('scan-missing');
    const names = { signerName: signer.fullName, signerTitle: signer.title ?? '' };
    await recordSigner(db.manager, dossier.id, names);
    const policy = getPinnedPolicy(rules, dossier.policy);
    const act = { ...input, step: 'sign' } as const;
    await keepPrepared(deps, act, facts.isPrepared, key, scanHash, async (scan) =>
      prepareCertification({
        scan,
        isArchivable: facts.isArchivable,
        layout: withPlaces(layoutOf(policy), facts.places),
        attestation: {
          officeName: office.name,
          officeParentName: office.parentName,
          statement: attestationStatement(policy),
          documentTypeName: dossier.documentType,
          originalPages: dossier.originalPages,
          signerName: signer.fullName,
          signerTitle: signer.title ?? '',
          publicUrl: `${publicUrl}/x/${dossier.publicToken}`,
          ...(facts.delegation ? { delegation: facts.delegation } : {}),
          ...(comparison ? { compared: { ...comparison, at: comparison.at.getTime() } } : {}),
          ...(pictureHash ? { signatureImage: await store.get(pictureHash) } : {}),
        },
        signer: key,
        tokenBytes: key.tokenBytes,
        signedAt: input.at,
      }),
    );
  };
}
