import { createServer } from 'node:http';
import { createParts } from './parts.mjs';

/**
 * Suites ask for real parts over HTTP (test/stack/shared.ts); each part comes up when the first suite
 * asks for it, serves all suites of this run, and ends with it.
 */
export default async function globalSetup() {
  const parts = createParts();
  const server = createServer((request, response) => {
    // A kept connection could end just as the next suite takes it up again.
    response.setHeader('connection', 'close');
    parts.get(new URL(request.url, 'http://parts').pathname.slice(1)).then(
      (part) => response.end(JSON.stringify(part)),
      (error) => response.writeHead(500).end(String(error?.stack ?? error)),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.SAOY_TEST_PARTS = `http://127.0.0.1:${server.address().port}`;
  globalThis.endTestParts = async () => {
    server.closeAllConnections();
    server.close();
    await parts.end();
  };
}
