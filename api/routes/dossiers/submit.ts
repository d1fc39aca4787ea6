import { z } from '@hono/zod-openapi';
import { SaoyError } from '../../../domain/problem';
import { submitUpdate } from '../../../workflows/messages/dossier';
import { actionRoute } from '../../actions/action-route';

/** "Trình ký": the officer hands the scan to the leader. */
export const mountSubmit = actionRoute({
  action: 'submit',
  body: z.object({}),
  update: submitUpdate,
  prepare: (_deps, dossier, actorId) => {
    if (dossier.scanHash === null) throw new SaoyError('scan-missing');
    return { actorId };
  },
});
