import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { citizenPages } from '../../domain/citizen-pages';
import { publicPages, publicPageTitles } from '../../domain/public-pages';
import type { ApiDeps } from '../http/deps';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What one page shows. */
export interface Page {
  title: string;
  body: Html;
  /** 404 where what was asked for is not there. */
  status?: 200 | 404;
}

/** What somebody typed or followed, by name; each at most so long, and none of it checked yet. */
export type Typed = Readonly<Record<string, string | undefined>>;

/** What a page is made of. */
export type PageDeps = Pick<ApiDeps, 'db' | 'rules' | 'now'>;

const names = Object.keys(publicPages) as (keyof typeof publicPages)[];

/** The document around a page: its head is of the built pages, so that styles and fonts are theirs. */
export async function documentOf(template: string, { title, body }: Page, path: string) {
  const content = await html`<header class="plain-head no-print">
      <div>
        <img src="/mark.svg" alt="" width="32" height="32" />
        <b>Sao Y</b>
        <nav aria-label="Trang khác">
          <a href="${publicPages.start}">Người dân</a> ·
          <a href="${citizenPages.mine}">Đăng nhập</a>
        </nav>
      </div>
    </header>
    <main class="plain-main">
      <h1>${title}</h1>
      ${body}
    </main>
    <footer class="plain-foot">
      <nav class="no-print" aria-label="Các trang cho người dân">
        ${names.map((name) =>
          publicPages[name] === path
            ? html`<a href="${publicPages[name]}" aria-current="page"
                >${publicPageTitles[name]}</a
              > `
            : html`<a href="${publicPages[name]}">${publicPageTitles[name]}</a> `,
        )}
      </nav>
      Chứng thực bản sao điện tử từ bản chính theo Nghị định 45/2020/NĐ-CP.
    </footer>`;
  return template
    .replace('<title>Sao Y</title>', () => `<title>${escaped(title)} · Sao Y</title>`)
    .replace('<div id="root"></div>', () => `<div id="root">${String(content)}</div>`);
}

/** Where the pages are not built: readable, without a style. */
export const bareTemplate = `<!doctype html><html lang="vi"><head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Sao Y</title></head><body><div id="root"></div></body></html>`;

/** Nothing, where a part of a page is left out. */
export const nothing = raw('');

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
}
