import { issuePaper } from '../../db/papers/issue-paper';
import { getPaper } from '../../db/papers/list-papers';
import { readPaperFacts } from '../../db/papers/read-facts';
import { dossierPath } from '../http/dossier-path';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { composePaper } from './compose-paper';
import { paperRequestSchema, paperSchema } from './contract';
import { needsOf } from './needs';
import { viewPaper } from './view';

const route = defineRoute(
  { field: 'kind', is: needsOf },
  {
    method: 'post',
    path: '/api/dossiers/{id}/papers',
    tags: ['papers'],
    summary: 'Issue a paper: it gets its number, and its words stay as they are',
    request: {
      params: dossierPath,
      body: { required: true, content: { 'application/json': { schema: paperRequestSchema } } },
    },
    responses: describeResponses({
      200: json(paperSchema, 'The paper; the same words again are the same paper'),
    }),
  },
);

export const mountIssuePaper: Mount = (app, deps) => {
  const { db, rules, now, settings } = deps;
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    const at = now();
    const facts = await readPaperFacts(db, dossier);
    const composing = { rules, publicUrl: settings.publicUrl, at };
    const { content, form, isOfVisit } = composePaper(composing, facts, c.req.valid('json'));
    const { id, officeId } = await issuePaper(db.manager, {
      officeId: dossier.officeId,
      dossierIds: isOfVisit ? facts.dossiers.map((each) => each.id) : [dossier.id],
      visitId: isOfVisit ? dossier.visitId : null,
      dossierId: isOfVisit ? null : dossier.id,
      letterId: null,
      ...{ content, symbol: form.symbol, actorId: signedIn.personId, at: new Date(at) },
    });
    return c.json(viewPaper(await getPaper(db, [officeId], id)), 200);
  });
};
