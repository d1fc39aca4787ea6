import { html } from 'hono/html';
import {
  adviceOfType,
  everyPaper,
  foreignPaper,
  type AdviceLine,
} from '../../domain/papers-to-bring';
import { publicPages } from '../../domain/public-pages';
import type { Policy } from '../../policies/policy';
import { nothing, type Html, type Page, type PageDeps, type Typed } from './frame';
import { policyOf } from './policy-of';

/** "Cần mang gì": by type of paper, and which papers may not be certified, by the rules of today. */
export async function bringPage(deps: PageDeps, typed: Typed): Promise<Page> {
  const { policy, office } = await policyOf(deps, typed);
  const types = policy.documentTypes.suggested;
  const chosen = types.find((type) => type === typed['giay-to']);
  return {
    title: chosen ? `Cần mang gì: ${chosen}` : 'Cần mang gì',
    body: html`${office ? html`<p class="quiet">Theo quy định của ${office.name}.</p>` : nothing}
      <form class="card asked no-print" method="get" action="${publicPages.bring}">
        ${office ? html`<input type="hidden" name="co-quan" value="${office.id}" />` : nothing}
        <label class="field">
          <span>Loại giấy tờ</span>
          <select name="giay-to">
            <option value="">Mọi loại giấy tờ</option>
            ${types.map(
              (type) => html`<option ${type === chosen ? 'selected' : ''}>${type}</option>`,
            )}
          </select>
        </label>
        <button class="big-button" type="submit">Xem</button>
      </form>
      <section class="card" aria-labelledby="bring">
        <h2 id="bring">Mang theo</h2>
        ${lines(chosen ? [...everyPaper, ...adviceOfType(chosen)] : everyPaper)}
      </section>
      ${chosen ? nothing : ofEachType(types)}
      <section class="card" aria-labelledby="foreign">
        <h2 id="foreign">Giấy tờ của nước ngoài</h2>
        ${lines([foreignPaper])}
      </section>
      ${grounds(policy)}`,
  };
}

function ofEachType(types: readonly string[]): Html {
  const named = types.filter((type) => adviceOfType(type).length > 0);
  return html`<section class="card" aria-labelledby="types">
    <h2 id="types">Riêng từng loại</h2>
    ${named.map(
      (type) =>
        html`<h3>${type}</h3>
          ${lines(adviceOfType(type))}`,
    )}
  </section>`;
}

function lines(advice: readonly AdviceLine[]): Html {
  return html`<ul class="lines">
    ${advice.map(({ vi, citation }) => html`<li>${vi} <span class="quiet">(${citation})</span></li>`)}
  </ul>`;
}

/** The six grounds: in everyday words, then as the law says them, with the article. */
function grounds({ refusalGrounds }: Policy): Html {
  return html`<section class="card" aria-labelledby="grounds">
    <h2 id="grounds">Giấy tờ không được chứng thực bản sao</h2>
    <ol class="lines">
      ${refusalGrounds.map(({ plain, vi, citation }) => {
        return plain === undefined
          ? html`<li>${vi}<br /><span class="quiet">${citation}</span></li>`
          : html`<li><b>${plain}</b><br /><span class="quiet">${vi} (${citation})</span></li>`;
      })}
    </ol>
    <p class="quiet">
      Khi từ chối, cơ quan giải thích rõ lý do bằng văn bản; ông/bà có quyền khiếu nại (NĐ
      23/2015/NĐ-CP Đ8.1).
    </p>
  </section>`;
}
