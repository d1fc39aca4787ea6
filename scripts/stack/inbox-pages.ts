import type { Message } from './mailbox';
import type { TextMessage } from './text-messages';
import { localClock } from '../../time/time';

/** The pages of the inbox. Whatever a message holds is shown as text. */
export function listPage(messages: Message[]): string {
  const rows = messages.toReversed().map(
    (message) => `<tr>
<td><time>${shown(message.receivedAt)}</time></td>
<td>${escape(message.to.join(', '))}</td>
<td><a href="/messages/${message.id}">${escape(message.subject || '(không có tiêu đề)')}</a></td>
<td class="number">${message.attachments.length || ''}</td>
</tr>`,
  );
  return page(
    'Hộp thư thử nghiệm',
    `<p><a href="/texts">Tin nhắn</a></p>
${
  messages.length === 0
    ? '<p>Chưa có thư nào. Thư mà Sao Y gửi đi sẽ hiện ở đây và không đi đâu khác.</p>'
    : `<table><thead><tr><th>Lúc</th><th>Gửi đến</th><th>Tiêu đề</th><th>Tệp</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`
}`,
  );
}

export function textsPage(messages: TextMessage[]): string {
  const rows = messages.toReversed().map(
    ({ receivedAt, to, text }) => `<tr>
<td><time>${shown(receivedAt)}</time></td>
<td>${escape(to)}</td>
<td>${linked(escape(text))}</td>
</tr>`,
  );
  return page(
    'Tin nhắn thử nghiệm',
    `<p><a href="/">← Hộp thư</a></p>
${
  messages.length === 0
    ? '<p>Chưa có tin nhắn nào. Tin nhắn mà Sao Y gửi đi sẽ hiện ở đây và không đi đâu khác.</p>'
    : `<table><thead><tr><th>Lúc</th><th>Gửi đến</th><th>Nội dung</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`
}`,
  );
}

export function messagePage(message: Message): string {
  const files = message.attachments.map(
    ({ name, type, bytes }, index) =>
      `<li><a href="/messages/${message.id}/attachments/${index}">${escape(name)}</a>
 <small>${escape(type)}, ${Math.ceil(bytes / 1024)} KB</small></li>`,
  );
  return page(
    message.subject || '(không có tiêu đề)',
    `<p><a href="/">← Hộp thư</a></p>
<dl><dt>Từ</dt><dd>${escape(message.from)}</dd><dt>Đến</dt><dd>${escape(message.to.join(', '))}</dd>
<dt>Lúc</dt><dd><time>${shown(message.receivedAt)}</time></dd></dl>
<pre>${linked(escape(message.text))}</pre>
${files.length > 0 ? `<h2>Tệp đính kèm</h2><ul>${files.join('\n')}</ul>` : ''}
<p><a href="/messages/${message.id}/raw">Tải thư gốc (.eml)</a></p>`,
  );
}

export function notFoundPage(): string {
  return page('Không có thư này', '<p><a href="/">← Hộp thư</a></p>');
}

export const styleSheet = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8884}
.number{text-align:right}pre{white-space:pre-wrap;font:inherit;border:1px solid #8884;padding:1rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dd{margin:0}
`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><link rel="stylesheet" href="/inbox.css"></head>
<body><main><h1>${escape(title)}</h1>
${body}
</main></body></html>
`;
}

/** At UTC+7, as everywhere on screen. */
function shown(instant: string): string {
  const local = localClock(Date.parse(instant)).toISOString();
  const [date = '', time = ''] = local.split('T');
  return `${time.slice(0, 8)} ${date.split('-').toReversed().join('/')}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Makes addresses of already escaped text into links. */
function linked(escaped: string): string {
  return escaped.replace(
    /https?:\/\/[^\s&]+(?:&#38;[^\s&]+)*/g,
    (url) => `<a href="${url}" rel="noreferrer">${url}</a>`,
  );
}
