import { createRoute, z } from '@hono/zod-openapi';
import { recordScan } from '../../../db/records/record-scan';
import { normaliseScan } from '../../../documents/scan/normalise-scan';
import { type ScanLimits, usualScanLimits } from '../../../documents/scan/run-bounded';
import { SaoyError } from '../../../domain/problem';
import { mayAct, stageDeclarations } from '../../../domain/process';
import { answers, json } from '../../answers';
import { dossierSchema } from '../../contract/dossier';
import type { ApiDeps } from '../../deps';
import type { Mount } from '../../env';
import { Gate } from '../../middleware/gate';
import { readUpload } from '../../middleware/read-upload';
import { requireDossier } from '../../middleware/require-dossier';
import { getDossierView } from '../../views/dossier';
import { dossierPath } from './path';

/** Each may hold some 100 MB and two qpdf processes. */
const uploads = { atOnce: 3, waitingMax: 30 };

const route = createRoute({
  method: 'put',
  path: '/api/dossiers/{id}/scan',
  tags: ['dossiers'],
  summary: 'Attach the scan of the original; replaces the one before, until it is submitted',
  request: {
    params: dossierPath,
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({ file: z.string().openapi({ format: 'binary' }) }),
        },
      },
    },
  },
  responses: answers({ 200: json(dossierSchema, 'The dossier with its scan') }),
});

/**
 * The scan is judged and rewritten plainly at once, so that the first error about the file is said
 * while the citizen is still there. Both forms are kept by their hash.
 */
export const mountPutScan: Mount = (app, deps) => {
  const gate = new Gate(uploads);
  // Registered by hand: the router would read the whole form before anybody was authorised.
  app.openAPIRegistry.registerPath(route);
  app.put(route.getRoutingPath(), async (c) => {
    const id = dossierPath.safeParse(c.req.param()).data?.id ?? '';
    const { dossier, signedIn } = await requireDossier(c, deps, id, 'create');
    if (!mayAct('submit', dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[dossier.stage].vi });
    }
    const limits = limitsOf(deps, dossier.policy);
    await gate.run(async () => {
      const received = await readUpload(c, limits.maxBytes, () => tooLarge(limits));
      const scan = await normaliseScan(received, limits);
      const [receivedHash, hash] = await Promise.all([
        deps.store.put(received),
        deps.store.put(scan.pdf),
      ]);
      await recordScan(deps.db.manager, {
        dossierId: dossier.id,
        actorId: signedIn.personId,
        actKey: `scan:${c.var.requestId}`,
        at: new Date(deps.now()),
        receivedHash,
        hash,
        pages: scan.pages,
        bytes: scan.pdf.length,
      });
    });
    return c.json(await getDossierView(deps, dossier.id, signedIn), 200);
  });
};

function limitsOf({ rules }: ApiDeps, policyPin: string): ScanLimits {
  const [policyId = ''] = policyPin.split('@');
  return { ...usualScanLimits, maxBytes: rules.getPolicy(policyId).files.scan.maxBytes };
}

function tooLarge({ maxBytes }: ScanLimits): SaoyError {
  return new SaoyError('scan-too-large', { maxMegabytes: Math.floor(maxBytes / 1024 / 1024) });
}
