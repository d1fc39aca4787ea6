import { setTimeout as sleep } from 'node:timers/promises';
import { z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import type { Logger } from 'pino';
import { findSession } from '../../db/sessions/find-session';
import type { DossierChange } from '../../db/dossiers/list-changes';
import { isPermitted } from '../../domain/permissions';
import { stages } from '../../domain/process';
import { describeResponses } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import type { Mount } from '../http/env';
import { ChangeHub } from './change-hub';
import { OpenStreams } from './open-streams';

/** Proxies close what is silent for a minute. */
const heartbeatMs = 20_000;
/** How often the session and the person's rights in the office are checked again. */
const askEveryMs = 3_000;
/** Finds connections that were cut without a notice. */
const streamMsMax = 15 * 60_000;

const route = defineRoute('dossier.watch', {
  method: 'get',
  path: '/api/events',
  tags: ['dossiers'],
  summary:
    'Server-sent events: `dossier` with `{id, stage, key}` when one of the office changed, `key` by whose act',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({
    200: {
      description: 'A stream',
      content: {
        'text/event-stream': {
          schema: z.object({ id: z.string(), stage: z.enum(stages), key: z.string().nullable() }),
        },
      },
    },
  }),
});

/** A stream ends with what opened it: session, person, right. */
export const mountEvents: Mount = (app, deps) => {
  const { db, log, now } = deps;
  const hub = new ChangeHub(db, log);
  const streams = new OpenStreams();
  serve(app, deps, route, (c, { officeId }) => {
    const { sessionHash } = c.var;
    const end = streams.begin(sessionHash);
    const mayListen = async () => {
      const signedIn = await findSession(db, sessionHash, new Date(now()));
      const office = signedIn?.offices.find(({ id }) => id === officeId);
      return office !== undefined && isPermitted('dossier.watch', office.rights);
    };
    // Proxies that gather answers before they pass them on are asked not to.
    c.header('X-Accel-Buffering', 'no');
    return streamSSE(c, async (stream) => {
      const say = (changes: DossierChange[]) => {
        for (const change of changes) {
          void stream.writeSSE({ event: 'dossier', data: JSON.stringify(change) });
        }
      };
      const stop = hub.listen(officeId, say);
      const heartbeat = setInterval(() => {
        // A stream that is gone ends by its abort.
        stream.write(': \n\n').catch(() => undefined);
      }, heartbeatMs).unref();
      const over = new AbortController();
      stream.onAbort(() => over.abort());
      void stream.write('retry: 3000\n\n');
      try {
        await untilNot(mayListen, over.signal, log);
      } finally {
        clearInterval(heartbeat);
        stop();
        end();
      }
    });
  });
};

/** Until it is no longer allowed, the line is cut, or its time is over. */
async function untilNot(
  isAllowed: () => Promise<boolean>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const until = Date.now() + streamMsMax;
  while (!signal.aborted && Date.now() < until) {
    await sleep(askEveryMs, undefined, { signal, ref: false }).catch(() => {});
    // While the database is away nothing is told either.
    const isStill = await isAllowed().catch((error: unknown) => {
      log.warn({ err: error }, 'session of a stream not read');
      return true;
    });
    if (!isStill) return;
  }
}
