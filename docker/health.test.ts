import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

test('the health check of a container ends with 0 on 200, and with 1 on another answer or none', async () => {
  const server = createServer((request, response) =>
    response.writeHead(request.url === '/well' ? 200 : 503).end(`{"asked":"${request.url}"}`),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await check(`${url}/well`)).toEqual({ code: 0, words: '{"asked":"/well"}\n' });
  expect(await check(`${url}/ill`)).toEqual({ code: 1, words: '{"asked":"/ill"}\n' });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  expect((await check(`${url}/well`)).code).toBe(1);
});

function check(url: string): Promise<{ code: number; words: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(__dirname, 'health.cjs'), url], (error, stdout) => {
      resolve({ code: error === null ? 0 : Number(error.code), words: stdout });
    });
  });
}
