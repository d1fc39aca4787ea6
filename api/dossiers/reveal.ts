import { recordReading } from '../../db/dossiers/record-reading';
import { getVisitOf } from '../../db/dossiers/rows';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { dossierPath } from '../http/dossier-path';
import { LookUpLimit } from '../http/look-up-limit';
import { describeResponses, json } from '../http/responses';
import { revealedRequesterSchema } from './contract';

const route = defineRoute('dossier.reveal', {
  method: 'post',
  path: '/api/dossiers/{id}/requester',
  tags: ['dossiers'],
  summary: 'The requester’s identifier, e-mail and phone number, which are masked elsewhere',
  request: { params: dossierPath },
  responses: describeResponses({ 200: json(revealedRequesterSchema, 'Unmasked') }),
});

/** An act of its own: bounded, and in the dossier's log with who and from which session. */
export const mountRevealRequester: Mount = (app, deps) => {
  const limit = new LookUpLimit(deps, 'reveal');
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const { personId: actorId } = signedIn;
    await limit.count(actorId);
    const visit = await getVisitOf(deps.db, dossier);
    await recordReading(deps.db.manager, {
      ...{ officeId: dossier.officeId, dossierId: dossier.id, actorId, action: 'reveal' },
      ...{ details: {}, at: new Date(deps.now()) },
    });
    const { requesterIdentifier, requesterEmail, requesterPhone } = visit;
    return c.json(
      { identifier: requesterIdentifier, email: requesterEmail, phone: requesterPhone },
      200,
    );
  });
};
