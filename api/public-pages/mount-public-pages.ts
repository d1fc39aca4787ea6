import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publicPages } from '../../domain/public-pages';
import type { App, AppContext } from '../http/env';
import { bringPage } from './bring-page';
import { feePage } from './fee-page';
import { bareTemplate, documentOf, type Page, type PageDeps, type Typed } from './frame';
import { guidePage } from './guide-page';
import { officePage } from './office-page';
import { officesPage } from './offices-page';
import { startPage } from './start-page';

/** Longer than any name; what is longer is no search. */
const typedMax = 200;

/**
 * Pages that need no sign-in and no script: written here, with the head of the built ones.
 * Whatever is typed into an address gets a page, never a problem document.
 * @param folder of the built pages; undefined where there are none
 */
export async function mountPublicPages(app: App, deps: PageDeps, folder: string | undefined) {
  const built = folder && (await readFile(join(folder, 'public.html'), 'utf8').catch(() => ''));
  const template = built || bareTemplate;
  const show = (path: string, make: (typed: Typed, c: AppContext) => Page | Promise<Page>) =>
    app.get(path, async (c) => {
      const page = await make(typedIn(c), c);
      c.header('Cache-Control', 'no-cache');
      return c.html(await documentOf(template, page, c.req.path), page.status ?? 200);
    });
  show(publicPages.start, startPage);
  show(publicPages.offices, (typed) => officesPage(deps, typed));
  show(`${publicPages.offices}/:officeId{[\\w-]{1,64}}`, (_, c) =>
    officePage(deps, c.req.param('officeId') ?? ''),
  );
  show(publicPages.bring, (typed) => bringPage(deps, typed));
  show(publicPages.fee, (typed) => feePage(deps, typed));
  show(publicPages.guide, guidePage);
}

function typedIn(c: AppContext): Typed {
  const entries = Object.entries(c.req.query());
  return Object.fromEntries(entries.map(([name, value]) => [name, value.slice(0, typedMax)]));
}
