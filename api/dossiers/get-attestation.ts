import { z } from '@hono/zod-openapi';
import { findDelegation } from '../../db/people/find-delegation';
import { getPerson } from '../../db/people/find-person';
import { findComparison } from '../../db/scans/find-comparison';
import { findMarkPicture, findMarkPlaces } from '../../db/marks/find-marks';
import { getOffice } from '../../db/offices/get-office';
import { previewAttestation } from '../../documents/copy/preview-attestation';
import { withPlaces } from '../../domain/attestation-layout';
import { attestationStatement } from '../../policies/attestation-statement';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { layoutOf } from '../../policies/policy';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { pdfAnswer } from '../http/pdf-answer';
import { dossierPath } from '../http/dossier-path';

const route = defineRoute('dossier.read', {
  method: 'get',
  path: '/api/dossiers/{id}/attestation',
  tags: ['dossiers'],
  summary: 'The attestation page as I would sign it now: unsigned, for looking at',
  request: {
    params: dossierPath,
    query: z.object({
      /** Without them, a page to lay them on by hand. */
      marks: z.enum(['true', 'false']).default('true'),
    }),
  },
  responses: describeResponses({ 200: pdfAnswer }),
});

/** Shown beside the scan before it is signed [L-06]; nothing of it is kept. */
export const mountGetAttestation: Mount = (app, deps) => {
  const { db, store, rules, now, settings } = deps;
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const policy = getPinnedPolicy(rules, dossier.policy);
    const personId = dossier.signedBy ?? signedIn.personId;
    const { officeId } = dossier;
    const [office, person, delegation, comparison, places, signature, seal] = await Promise.all([
      getOffice(db, officeId),
      getPerson(db, personId),
      findDelegation(db.manager, { personId, officeId, at: new Date(now()) }),
      findComparison(db.manager, dossier.id),
      findMarkPlaces(db.manager, officeId),
      findMarkPicture(db.manager, 'signature', personId),
      findMarkPicture(db.manager, 'seal', officeId),
    ]);
    const pdf = await previewAttestation({
      attestation: {
        officeName: office.name,
        officeParentName: office.parentName,
        statement: attestationStatement(policy),
        documentTypeName: dossier.documentType,
        originalPages: dossier.originalPages,
        signerName: person.fullName,
        signerTitle: person.title ?? '',
        publicUrl: `${settings.publicUrl}/x/${dossier.publicToken}`,
        ...(delegation ? { delegation } : {}),
        ...(comparison ? { compared: { ...comparison, at: comparison.at.getTime() } } : {}),
        ...(signature ? { signatureImage: await store.get(signature.sha256) } : {}),
      },
      layout: withPlaces(layoutOf(policy), places),
      ...(seal ? { sealImage: await store.get(seal.sha256) } : {}),
      isMarked: c.req.valid('query').marks === 'true',
      at: now(),
    });
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
    });
  });
};
