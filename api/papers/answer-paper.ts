import { drawPaper } from '../../documents/paper/draw-paper';
import type { PaperContent } from '../../domain/papers';
import type { PrintLine } from '../../db/papers/list-papers';
import type { AppContext } from '../http/env';
import { minuteOf } from './paper-words';

/** On a paper that is only looked at. */
const previewMark = 'BẢN XEM TRƯỚC – chưa có số, chưa phát hành';

/** A paper before it is issued. */
export async function answerPreview(c: AppContext, content: PaperContent, at: number) {
  return answer(c, content, await drawPaper(content, { text: previewMark }, new Date(at)));
}

/** An issued paper on the screen. */
export async function answerLook(c: AppContext, content: PaperContent, issuedAt: Date) {
  return answer(c, content, await drawPaper(content, { text: 'BẢN XEM TRÊN MÀN HÌNH' }, issuedAt));
}

/** One print of an issued paper; the first one alone bears no mark. */
export async function answerPrint(
  c: AppContext,
  content: PaperContent,
  { ordinal, at, by }: PrintLine,
) {
  const text = `BẢN IN LẠI LẦN ${ordinal} – ${minuteOf(at)} – người in: ${by}`;
  return answer(c, content, await drawPaper(content, ordinal > 1 ? { text } : null, at));
}

function answer(c: AppContext, { kind, number }: PaperContent, bytes: Uint8Array) {
  const name = [kind, number?.replaceAll('/', '-')].filter(Boolean).join('-');
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': 'application/pdf',
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}.pdf`,
  });
}
