import { html } from 'hono/html';
import {
  listProvinces,
  listReceiving,
  type ReceivingOffice,
} from '../../db/offices/list-receiving';
import { publicPages } from '../../domain/public-pages';
import { nothing, type Html, type Page, type PageDeps, type Typed } from './frame';
import { bookingPath } from './booking-path';
import { nowWords } from './hours-words';

/** Lines of one answer; more are found by a longer name. */
const linesMax = 300;

/** "Cơ quan và giờ làm việc": province → ward, or by a part of the name, with or without accents. */
export async function officesPage(deps: PageDeps, typed: Typed): Promise<Page> {
  const at = new Date(deps.now());
  const q = (typed['ten'] ?? '').trim();
  const provinces = await listProvinces(deps.db, at);
  const only = provinces.length === 1 && q === '' ? provinces[0]?.province : undefined;
  const province = typed['tinh'] || only;
  const offices =
    q === '' && province === undefined
      ? []
      : await listReceiving(deps.db, { province, q, at, limit: linesMax });
  return {
    title: 'Cơ quan và giờ làm việc',
    body: html`<form class="card asked no-print" method="get" action="${publicPages.offices}">
        <label class="field">
          <span>Tên cơ quan, phường, xã (gõ không dấu cũng được)</span>
          <input name="ten" value="${q}" maxlength="200" autocomplete="off" />
        </label>
        ${
          provinces.length > 1
            ? html`<label class="field">
                <span>Tỉnh, thành phố</span>
                <select name="tinh">
                  <option value="">Tất cả</option>
                  ${provinces.map(
                    (one) =>
                      html`<option ${one.province === province ? 'selected' : ''}>
                        ${one.province}
                      </option>`,
                  )}
                </select>
              </label>`
            : nothing
        }
        <button class="big-button" type="submit">Tìm</button>
      </form>
      ${
        q !== '' || province !== undefined
          ? answer(deps, offices, { q, province })
          : html`<section class="card" aria-labelledby="provinces">
              <h2 id="provinces">Tỉnh, thành phố</h2>
              ${provinces.length === 0 ? html`<p>Chưa có cơ quan nào tiếp nhận.</p>` : nothing}
              <ul class="offices">
                ${provinces.map(
                  (one) =>
                    html`<li>
                      <a href="${publicPages.offices}?tinh=${encodeURIComponent(one.province)}"
                        >${one.province}</a
                      >
                      <span class="quiet">${one.offices} cơ quan</span>
                    </li>`,
                )}
              </ul>
            </section>`
      }`,
  };
}

function answer(
  deps: PageDeps,
  offices: readonly ReceivingOffice[],
  asked: { q: string; province: string | undefined },
): Html {
  const where = asked.province === undefined ? '' : ` tại ${asked.province}`;
  return html`<section class="card" aria-labelledby="found">
    <h2 id="found">${offices.length} cơ quan tiếp nhận${where}</h2>
    ${
      offices.length === 0
        ? html`<p>
            Không có cơ quan nào có tên như vậy${where}. Gõ ít chữ hơn, hoặc
            <a href="${publicPages.offices}">xem theo tỉnh, thành phố</a>.
          </p>`
        : nothing
    }
    <ul class="offices">
      ${offices.map(
        (office) =>
          html`<li>
            <a href="${publicPages.offices}/${office.id}">${office.name}</a>
            <p class="quiet">
              ${office.above ? `${office.above} · ` : ''}${nowWords(deps, office)}
              ${
                office.takesBookings
                  ? html` · <a href="${bookingPath(office)}">Đặt lịch hẹn</a>`
                  : nothing
              }
            </p>
          </li>`,
      )}
    </ul>
    ${
      offices.length === linesMax
        ? html`<p class="quiet">Chỉ hiện ${linesMax} dòng đầu; gõ thêm chữ của tên để tìm tiếp.</p>`
        : nothing
    }
  </section>`;
}
