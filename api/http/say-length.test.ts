import { expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { sayLength } from './say-length';

const app = new Hono();
app.use(compress({ threshold: 1_000 }), sayLength());
app.get('/short', (c) => c.json({ text: 'ô'.repeat(100) }, 201, { etag: 'a' }));
app.get('/long', (c) => c.json({ text: 'x'.repeat(2_000) }));
app.get('/page', (c) => c.html('<p>short</p>'));

const ask = (path: string) => app.request(path, { headers: { 'accept-encoding': 'gzip' } });

test('a short answer goes as it is, with its length, status and headers', async () => {
  const answer = await ask('/short');
  expect([answer.status, answer.headers.get('etag')]).toEqual([201, 'a']);
  expect(answer.headers.get('content-encoding')).toBeNull();
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(answer.headers.get('content-length')).toBe(String(bytes.length));
  expect(JSON.parse(bytes.toString())).toEqual({ text: 'ô'.repeat(100) });
});

test('a long one is packed', async () => {
  expect((await ask('/long')).headers.get('content-encoding')).toBe('gzip');
});

test('what is no JSON is left alone', async () => {
  expect((await ask('/page')).headers.get('content-length')).toBeNull();
});
