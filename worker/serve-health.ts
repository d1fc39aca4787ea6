import { createServer } from 'node:http';
import type { Logger } from 'pino';

/** A part that does not answer within this is not there. */
const answerMsMax = 2_500;

/** Asks one part; what it throws, or no answer in time, means that the part is not there. */
export type HealthCheck = () => Promise<void>;

interface Health {
  /** From now on `/readyz` asks these. */
  begin: (checks: Record<string, HealthCheck>) => void;
  end: () => void;
}

/**
 * What an orchestrator asks of a process that has no pages, from its first moment. `/healthz`: it lives. `/readyz`: it
 * does its work, as each of its checks says by name; 503 where one does not, and until `begin` is called.
 * @param place none: nobody asks
 */
export function serveHealth(
  place: { host: string; port: number } | undefined,
  log: Logger,
): Health {
  if (!place) return { begin: () => undefined, end: () => undefined };
  let checks: Record<string, HealthCheck> | undefined;
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/healthz') answer(200, { status: 'ok' });
    else if (request.url === '/readyz' && !checks) answer(503, { status: 'starting' });
    else if (request.url === '/readyz')
      void askAll(checks ?? {}).then((words) => {
        const isReady = Object.values(words).every((word) => word === 'ok');
        answer(isReady ? 200 : 503, { status: isReady ? 'ok' : 'unavailable', ...words });
      });
    else answer(404, { status: 'unknown' });
  });
  server.on('error', (error) =>
    log.error({ err: error, port: place.port }, 'health is not served'),
  );
  server.listen(place.port, place.host);
  // Being asked is no reason to go on living.
  server.unref();
  return { begin: (all) => (checks = all), end: () => server.close() };
}

async function askAll(checks: Record<string, HealthCheck>): Promise<Record<string, string>> {
  const words = Object.entries(checks).map(async ([name, check]) => {
    const isWell = await inTime(check);
    return [name, isWell ? 'ok' : 'unavailable'] as const;
  });
  return Object.fromEntries(await Promise.all(words));
}

async function inTime(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), answerMsMax);
  });
  const asked = check().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
