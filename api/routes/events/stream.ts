import { createRoute, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import type { DossierChange } from '../../../db/queries/list-changes';
import { stages } from '../../../domain/process';
import { answers } from '../../answers';
import type { Mount } from '../../env';
import { ChangeHub } from '../../events/change-hub';
import { requireRight } from '../../middleware/session';

/** Proxies close what is silent for a minute. */
const heartbeatMs = 20_000;
/** Rights and session are judged when a stream opens: it opens anew this often. */
const streamMsMax = 15 * 60_000;

const route = createRoute({
  method: 'get',
  path: '/api/events',
  tags: ['dossiers'],
  summary: 'Server-sent events: `dossier` with `{id, stage}` when one of the office changed',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: answers({
    200: {
      description: 'A stream',
      content: {
        'text/event-stream': { schema: z.object({ id: z.string(), stage: z.enum(stages) }) },
      },
    },
  }),
});

export const mountEvents: Mount = (app, { db, log }) => {
  const hub = new ChangeHub(db, log);
  app.openapi(route, (c) => {
    const { officeId } = c.req.valid('query');
    requireRight(c, officeId);
    // Proxies that gather answers before they pass them on are asked not to.
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      const say = (changes: DossierChange[]) => {
        for (const { id, stage } of changes) {
          void stream.writeSSE({ event: 'dossier', data: JSON.stringify({ id, stage }) });
        }
      };
      const stop = hub.listen(officeId, say);
      const heartbeat = setInterval(() => void stream.write(': \n\n'), heartbeatMs).unref();
      await new Promise<void>((resolve) => {
        const end = setTimeout(resolve, streamMsMax).unref();
        stream.onAbort(() => {
          clearTimeout(end);
          resolve();
        });
        void stream.write('retry: 3000\n\n');
      });
      clearInterval(heartbeat);
      stop();
    });
  });
};
