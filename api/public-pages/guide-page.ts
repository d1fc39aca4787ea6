import { html } from 'hono/html';
import { guideSteps } from '../../domain/guide-steps';
import { publicPages } from '../../domain/public-pages';
import { nothing, type Page } from './frame';

/** "Hướng dẫn từng bước", with pictures that a script takes of the pages as they are. */
export function guidePage(): Page {
  return {
    title: 'Hướng dẫn từng bước',
    body: html`<p class="quiet">
        Xem thêm: <a href="${publicPages.bring}">cần mang gì</a> ·
        <a href="${publicPages.fee}">tính phí</a> ·
        <a href="${publicPages.offices}">cơ quan và giờ làm việc</a>
      </p>
      ${guideSteps.map(
        ({ picture, alt, title, text }, at) =>
          html`<section class="card">
            <h2>${at + 1}. ${title}</h2>
            <p>${text}</p>
            ${
              picture === null
                ? nothing
                : html`<picture>
                    <source
                      srcset="/guide/${picture}-dark.webp"
                      media="screen and (prefers-color-scheme: dark)"
                    />
                    <img
                      class="step-picture"
                      src="/guide/${picture}.webp"
                      alt="${alt}"
                      width="320"
                      height="480"
                      loading="lazy"
                    />
                  </picture>`
            }
          </section>`,
      )}`,
  };
}
