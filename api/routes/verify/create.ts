import { createRoute, z } from '@hono/zod-openapi';
import { SaoyError } from '../../../domain/problem';
import { answers, json } from '../../answers';
import { verificationReportSchema } from '../../contract/copy';
import type { Mount } from '../../env';
import { Gate } from '../../middleware/gate';
import { readUpload } from '../../middleware/read-upload';
import { readAnchors } from '../../verify/read-anchors';
import { verifyAside } from '../../verify/verify-aside';

/** A scan at its limit grows by its attestation page, signatures and evidence. */
const copyBytesMax = 64 * 1024 * 1024;
const verifications = { atOnce: 2, waitingMax: 20 };

const route = createRoute({
  method: 'post',
  path: '/api/verify',
  tags: ['public'],
  summary: 'Verify a copy; the file is looked at and not kept',
  request: {
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({ file: z.string().openapi({ format: 'binary' }) }),
        },
      },
    },
  },
  responses: answers({ 200: json(verificationReportSchema, 'The verdict and its evidence') }),
});

/** Open to all. Offline: an address named by a stranger's certificate is never asked. */
export const mountVerify: Mount = (app, deps) => {
  const gate = new Gate(verifications);
  app.openAPIRegistry.registerPath(route);
  app.post(route.getRoutingPath(), (c) =>
    gate.run(async () => {
      const file = await readUpload(c, copyBytesMax, () => {
        return new SaoyError('request-too-large', { bytesMax: copyBytesMax });
      });
      const trustAnchors = await readAnchors(deps.settings.trustAnchorsFile);
      return c.json(await verifyAside(file, { trustAnchors, at: deps.now(), online: false }), 200);
    }),
  );
};
