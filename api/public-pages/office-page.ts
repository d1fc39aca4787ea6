import { html } from 'hono/html';
import { findReceiving } from '../../db/offices/list-receiving';
import { daysOffFrom, openingWeek } from '../../deadlines/opening-days';
import { publicPages } from '../../domain/public-pages';
import { policyInForce } from '../../policies/policy-in-force';
import { dayOf, formatTime } from '../../time/time';
import { nothing, type Page, type PageDeps } from './frame';
import { bookingPath } from './booking-path';
import { dayWords, nowWords, sessionWords } from './hours-words';

/** One office: today, the week, closed days, and what one may do there. */
export async function officePage(deps: PageDeps, officeId: string): Promise<Page> {
  const now = deps.now();
  const office = await findReceiving(deps.db, officeId, new Date(now));
  if (!office) return officeUnknown();
  const calendar = deps.rules.calendarOf(office.calendarId);
  const today = dayOf(now);
  const policy = policyInForce(deps.rules, office.policyId, now);
  const closed = daysOffFrom(calendar, today);
  return {
    title: office.name,
    body: html`<p class="crumbs">
        <a href="${publicPages.offices}?tinh=${encodeURIComponent(office.province)}"
          >${office.province}</a
        >${office.above ? ` · ${office.above}` : ''}
      </p>
      <p class="card">
        <b>${nowWords(deps, office)}</b>${office.note ? html`<br />${office.note}` : nothing}
      </p>
      <section class="card" aria-labelledby="hours">
        <h2 id="hours">Giờ tiếp nhận bảy ngày tới</h2>
        <table class="week">
          <thead class="unseen">
            <tr>
              <th scope="col">Ngày</th>
              <th scope="col">Giờ</th>
            </tr>
          </thead>
          <tbody>
            ${openingWeek(calendar, today).map(
              (day) =>
                html`<tr class="${day.day === today ? 'week-today' : ''}">
                  <th scope="row">${dayWords(day.day)}${day.day === today ? ' (hôm nay)' : ''}</th>
                  <td>${sessionWords(day)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
        <p class="quiet">
          Bản chính được tiếp nhận ${policy.cutoff.inclusive ? 'đến' : 'trước'}
          ${formatTime(policy.cutoff.timeMs)} thì có bản sao trong ngày; sau giờ đó, trong ngày làm
          việc tiếp theo (${policy.cutoff.citation}).
        </p>
      </section>
      <section class="card" aria-labelledby="closed">
        <h2 id="closed">Ngày nghỉ sắp tới</h2>
        ${closed.length === 0 ? html`<p>Không có ngày nghỉ lễ nào trong bốn tháng tới.</p>` : nothing}
        <ul class="lines">
          ${closed.map(
            ({ day, entry }) =>
              html`<li>${dayWords(day)}: ${entry.name}${entry.predicted ? ' (dự kiến)' : ''}</li>`,
          )}
        </ul>
      </section>
      <p class="actions no-print">
        ${
          office.takesBookings
            ? html`<a class="big-button" href="${bookingPath(office)}">Đặt lịch hẹn</a>`
            : nothing
        }
        <a class="big-button quiet-button" href="${publicPages.fee}?co-quan=${office.id}"
          >Tính phí</a
        >
        <a class="big-button quiet-button" href="${publicPages.bring}?co-quan=${office.id}"
          >Cần mang gì</a
        >
      </p>`,
  };
}

function officeUnknown(): Page {
  return {
    title: 'Không có cơ quan này',
    status: 404,
    body: html`<p class="card">
      Cơ quan này không tiếp nhận, hoặc đã sáp nhập vào cơ quan khác.
      <a href="${publicPages.offices}">Tìm cơ quan</a>
    </p>`,
  };
}
