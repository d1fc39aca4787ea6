import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { App, AppEnv } from './http/env';
import { mountPages } from './pages';

let folder: string;
let app: App;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'saoy-pages-'));
  await mkdir(join(folder, 'assets'));
  for (const file of ['index.html', 'verify.html', 'my.html', 'mark.svg', 'assets/staff-1a2b.js']) {
    await writeFile(join(folder, file), `content of ${file}`);
  }
  app = new OpenAPIHono<AppEnv>();
  mountPages(app, folder);
});
afterAll(() => rm(folder, { recursive: true }));

test.each([
  ['/', 'index.html'],
  ['/counter', 'index.html'],
  ['/work/sign', 'index.html'],
  ['/work/sign/7', 'index.html'],
  ['/verify', 'verify.html'],
  ['/my', 'my.html'],
  ['/register', 'my.html'],
  ['/forgotten-password', 'my.html'],
  ['/mark.svg', 'mark.svg'],
])('%s shows %s and is asked about each time', async (path, file) => {
  const answer = await app.request(path);
  expect(await answer.text()).toBe(`content of ${file}`);
  expect(answer.headers.get('cache-control')).toBe('no-cache');
});

test.each([
  ['/x/some-token', 'verify.html'],
  ['/signing-consent', 'index.html'],
])('%s, which holds a code, is kept nowhere and found by no search', async (path, file) => {
  const answer = await app.request(path);
  expect(await answer.text()).toBe(`content of ${file}`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('x-robots-tag')).toBe('noindex, nofollow');
});

test.each(['/.env', '/package.json', '/dossiers/7', '/work/sign/7/more', '/my/copies', '/x/a/b'])(
  '%s is none of our pages',
  async (path) => {
    expect((await app.request(path)).status).toBe(404);
  },
);

test('an asset is kept for ever, a missing one is not a page', async () => {
  const asset = await app.request('/assets/staff-1a2b.js');
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  const missing = await app.request('/assets/staff-gone.js');
  expect(missing.status).toBe(404);
  expect(missing.headers.get('cache-control') ?? '').not.toContain('immutable');
});

test.each(['/../package.json', '/..%2fpackage.json', '/assets/../../../etc/passwd'])(
  '%s leads nowhere outside',
  async (path) => {
    const text = await (await app.request(path)).text();
    expect(text).not.toMatch(/"name"|root:/);
  },
);

test.each(['/api', '/api/nowhere', '/metrics'])('%s is never a page', async (path) => {
  expect((await app.request(path)).status).toBe(404);
});
