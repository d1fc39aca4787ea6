import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { MiddlewareHandler } from 'hono';
import { bookingPages } from '../domain/bookings';
import { citizenPages } from '../domain/citizen-pages';
import { providerReturnPath } from '../domain/provider-page';
import { staffPages } from '../domain/staff-pages';
import type { App } from './http/env';

/** The built pages, from the source as from dist/. */
export const webDist = [join(__dirname, '../web/dist'), join(__dirname, '../../web/dist')].find(
  (path) => existsSync(path),
);

/** The packed program for officers' computers. */
const agentDist = [join(__dirname, '../agent'), join(__dirname, '../dist/agent')].find((path) =>
  existsSync(path),
);

/** Serves the pages: the staff's application, and three light ones for the public. */
export function mountPages(app: App, folder = webDist): void {
  mountAgentDownload(app);
  if (folder === undefined) return;
  const page = (file: string): MiddlewareHandler => serveStatic({ root: folder, path: file });
  app.get('/assets/*', cacheForEver, serveStatic({ root: folder }));
  app.get('/assets/*', (c) => c.notFound());
  // Their addresses hold a code.
  app.use(staffPages.consentReturn, keepNowhere);
  app.use(providerReturnPath, keepNowhere);
  app.use('/x/:token', keepNowhere);
  app.use('*', revalidate);
  app.get('/verify', page('verify.html'));
  app.get('/x/:token', page('verify.html'));
  app.get('/so/:bookId', page('register.html'));
  for (const path of Object.values(bookingPages)) app.get(path, page('booking.html'));
  for (const path of Object.values(citizenPages)) app.get(path, page('my.html'));
  app.get(providerReturnPath, page('my.html'));
  for (const files of ['/pdfjs/*', '/guide/*']) app.get(files, serveStatic({ root: folder }));
  app.get(
    '/:file{[\\w-][\\w.-]*\\.(svg|png|ico|webmanifest|txt|js)}',
    serveStatic({ root: folder }),
  );
  for (const path of Object.values(staffPages)) app.get(routeOf(path), page('index.html'));
}

/** `/work/$list/{-$dossierId}` of the pages' router as `/work/:list/:dossierId?` of the server's. */
function routeOf(path: string): string {
  return path.replace(/\{-\$(\w+)\}/g, ':$1?').replace(/\$(\w+)/g, ':$1');
}

/**
 * The packed program, under one address for people, and under its own name, which holds its version: npx
 * keeps what it has of an address, and would not see that there is a newer one.
 */
function mountAgentDownload(app: App): void {
  app.get('/agent/:name{sao-y-agent[\\w.-]*\\.tgz}', async (c) => {
    const names = agentDist ? await readdir(agentDist).catch(() => []) : [];
    const name = names.find((each) => each.endsWith('.tgz'));
    const wanted = c.req.param('name');
    if (!agentDist || !name || ![name, 'sao-y-agent.tgz'].includes(wanted)) return c.notFound();
    c.header('Content-Type', 'application/gzip');
    c.header('Content-Disposition', `attachment; filename="${name}"`);
    return c.body(await readFile(join(agentDist, name)));
  });
}

/** Names of assets carry their hash. */
const cacheForEver: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.ok) c.header('Cache-Control', 'public, max-age=31536000, immutable');
};

const keepNowhere: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('X-Robots-Tag', 'noindex, nofollow');
};

const revalidate: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-cache');
};
