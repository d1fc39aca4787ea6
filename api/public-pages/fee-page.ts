import { html } from 'hono/html';
import { publicPages } from '../../domain/public-pages';
import { computeFee, formatDong } from '../../policies/fee';
import type { Policy } from '../../policies/policy';
import { findDate, formatDateVi } from '../../time/time';
import { nothing, type Html, type Page, type PageDeps, type Typed } from './frame';
import { policyOf } from './policy-of';

/** As many as the counter takes at once. */
const bounds = { trang: 10_000, ban: 1_000 } as const;
const names = { trang: 'số trang của bản chính', ban: 'số bản sao' } as const;
type Field = keyof typeof bounds;

/** "Tính phí": pages × copies by the rules of today, with their cap and their source. */
export async function feePage(deps: PageDeps, typed: Typed): Promise<Page> {
  const { policy, office } = await policyOf(deps, typed);
  const isAsked = typed['trang'] !== undefined || typed['ban'] !== undefined;
  const [pages, copies] = [read(typed, 'trang'), read(typed, 'ban')];
  const field = (name: Field, label: string, read: { fault?: string }) =>
    html`<label class="field">
      <span>${label}</span>
      <input
        name="${name}"
        inputmode="numeric"
        maxlength="6"
        required
        autocomplete="off"
        value="${typed[name] ?? '1'}"
        ${isAsked && read.fault ? html`aria-invalid="true" aria-describedby="fault-${name}"` : ''}
      />
      ${isAsked && read.fault ? html`<span class="fault" id="fault-${name}">${read.fault}</span>` : nothing}
    </label>`;
  return {
    title: 'Tính phí',
    body: html`${office ? html`<p class="quiet">Theo quy định của ${office.name}.</p>` : nothing}
      <form class="card asked" method="get" action="${publicPages.fee}">
        ${office ? html`<input type="hidden" name="co-quan" value="${office.id}" />` : nothing}
        ${field('trang', 'Bản chính có mấy trang', pages)}
        ${field('ban', 'Cần mấy bản sao', copies)}
        <button class="big-button no-print" type="submit">Tính</button>
      </form>
      ${
        isAsked && pages.value !== undefined && copies.value !== undefined
          ? sum(policy, pages.value, copies.value)
          : nothing
      }
      ${table(policy)}`,
  };
}

function read(typed: Typed, name: Field): { value?: number; fault?: string } {
  const text = (typed[name] ?? '').trim();
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (value >= 1 && value <= bounds[name]) return { value };
  return { fault: `Nhập ${names[name]} bằng số, từ 1 đến ${formatDong(bounds[name])}.` };
}

function sum(policy: Policy, pages: number, copies: number): Html {
  const { total, perCopy, because } = computeFee(policy, pages, copies);
  return html`<section class="card" aria-labelledby="sum" role="status">
    <h2 id="sum">${pages} trang, ${copies} bản sao</h2>
    <p class="sum">${formatDong(total)} ₫</p>
    <p>${formatDong(perCopy)} ₫ mỗi bản × ${copies} bản.</p>
    <ul class="lines">
      ${because.map(({ rule, citation }) => html`<li>${rule} <span class="quiet">${citation}</span></li>`)}
    </ul>
  </section>`;
}

/** The rates as the rules have them, and since when. */
function table({ fee, validFrom, name }: Policy): Html {
  const day = findDate(validFrom);
  return html`<section class="card" aria-labelledby="rates">
    <h2 id="rates">Mức phí</h2>
    <ul class="lines">
      ${fee.perPage.map(({ fromPage, amount }, at) => {
        const next = fee.perPage[at + 1]?.fromPage;
        const which =
          next === undefined
            ? `Từ trang thứ ${fromPage} trở đi`
            : `Từ trang thứ ${fromPage} đến trang thứ ${next - 1}`;
        return html`<li>${which}: ${formatDong(amount)} ₫ mỗi trang</li>`;
      })}
      <li>Tối đa ${formatDong(fee.capPerCopy)} ₫ mỗi bản</li>
    </ul>
    <p class="quiet">
      Trang tính theo bản chính. Phí nộp tại quầy, sau khi bản chính được tiếp nhận. Căn cứ:
      ${fee.citation}; ${name}${day === undefined ? '' : `, áp dụng từ ${formatDateVi(day)}`}.
    </p>
  </section>`;
}
