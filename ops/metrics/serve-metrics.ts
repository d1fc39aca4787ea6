import { createServer, type Server } from 'node:http';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';

/** More than what Prometheus waits for by default is of no use to it. */
const readMsMax = 8_000;

/**
 * Answers `/metrics` at an address of its own: who reaches the public one learns nothing of our traffic. Where the
 * address cannot be had, that is said, and the process does its work without.
 * @param others read at each scrape and put after our own: texts of other families in the same format
 */
export function serveMetrics(
  registry: Registry,
  { host, port }: { host: string; port: number },
  log: Pick<Logger, 'error' | 'warn'>,
  others: readonly (() => Promise<string>)[] = [],
): Server {
  const read = async () => {
    const texts = others.map((other) =>
      other().catch((error: unknown) => {
        log.warn({ err: error }, 'metrics of a part cannot be read');
        return '';
      }),
    );
    return (await Promise.all([registry.metrics(), ...texts])).join('\n');
  };
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end();
    read().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      (error: unknown) => {
        log.warn({ err: error }, 'metrics cannot be read');
        response.writeHead(500).end();
      },
    );
    return undefined;
  });
  server.requestTimeout = readMsMax;
  server.on('error', (error) => log.error({ err: error, host, port }, 'no metrics'));
  return server.listen(port, host);
}
