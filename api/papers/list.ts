import type { ApiDeps } from '../http/deps';
import { listPapers } from '../../db/papers/list-papers';
import { readPaperFacts } from '../../db/papers/read-facts';
import type { Dossier } from '../../db/dossiers/entity';
import { isPermitted } from '../../domain/permissions';
import { paperLabels } from '../../domain/papers';
import type { SignedIn } from '../../db/sessions/find-session';
import { dossierPath } from '../http/dossier-path';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { formInForce, isOffered, questionOf } from './compose-paper';
import { dossierPaperKinds, type DossierPapers, dossierPapersSchema } from './contract';
import { needsOf } from './needs';
import { viewPaper } from './view';

const route = defineRoute('dossier.read', {
  method: 'get',
  path: '/api/dossiers/{id}/papers',
  tags: ['papers'],
  summary:
    'Papers of a dossier: those issued with each of their prints, and those that can be made now',
  request: { params: dossierPath },
  responses: describeResponses({ 200: json(dossierPapersSchema, 'Issued: oldest first') }),
});

export const mountListPapers: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { dossier, signedIn }) => {
    return c.json(await viewPapers(deps, dossier, signedIn), 200);
  });
};

async function viewPapers(
  { db, rules, now }: ApiDeps,
  dossier: Dossier,
  signedIn: SignedIn,
): Promise<DossierPapers> {
  const [issued, facts] = await Promise.all([listPapers(db, dossier), readPaperFacts(db, dossier)]);
  const held = signedIn.offices.find(({ id }) => id === dossier.officeId)?.rights ?? [];
  const offered = dossierPaperKinds
    .filter((kind) => isPermitted(needsOf[kind], held) && isOffered(kind, facts))
    .map((kind) => {
      const { title, formLine, citation } = formInForce({ rules, at: now() }, kind);
      return {
        ...{ kind, label: paperLabels[kind], title, formLine, citation },
        asks: questionOf(kind, facts),
      };
    });
  return { items: issued.map(viewPaper), offered };
}
