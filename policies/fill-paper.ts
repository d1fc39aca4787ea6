import type { PaperContent, PaperPart } from '../domain/papers';
import { type PaperForm, wordsIn } from './paper-forms';

/** Rows of the form's tables, by the table's name; of each row the words by field. */
type TableRows = Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>;

/** What one paper is filled with. */
export interface PaperFill {
  words: Readonly<Record<string, string>>;
  tables?: TableRows;
  /** The grounds of law, of which one is chosen. */
  grounds?: { text: string; isChosen: boolean }[];
  /** A person's own text in place of the form's lines, a line a paragraph. */
  body?: string;
  /** Public pages of the dossiers, by their codes. */
  pages?: { code: string; url: string }[];
  agency: PaperContent['agency'];
  placeAndDay: string;
}

/** A form with its words filled in; without its number, which is taken when it is issued. Pure. */
export function fillPaper(form: PaperForm, fill: PaperFill): PaperContent {
  const caption = form.code;
  return {
    kind: form.kind,
    form: form.id,
    size: form.size,
    formLine: form.formLine,
    agency: form.letterhead ? fill.agency : ['', ''],
    number: null,
    placeAndDay: fill.placeAndDay,
    title: form.title,
    parts: fill.body === undefined ? fillParts(form, fill) : linesOf(fill.body),
    signers: form.signers.map(({ title, hint, name = '' }) => ({
      title,
      hint,
      name: fillLine(name, fill.words) ?? '',
    })),
    codes:
      caption === null
        ? []
        : (fill.pages ?? []).map(({ code, url }) => ({
            url,
            caption: caption.replaceAll('{code}', code),
          })),
    footnotes: [...form.footnotes],
  };
}

/** The lines of a form alone, as a person may change them: a line a paragraph. */
export function fillBody(form: PaperForm, words: PaperFill['words']): string {
  return form.parts
    .flatMap((part) => ('line' in part ? [fillLine(part.line, words)] : []))
    .filter((line) => line !== undefined)
    .join('\n');
}

function fillParts(form: PaperForm, { words, tables = {}, grounds = [] }: PaperFill): PaperPart[] {
  return form.parts.flatMap((part): PaperPart[] => {
    if ('line' in part) {
      const line = fillLine(part.line, words);
      // What a person wrote may have several lines.
      const lines = line?.split('\n').filter((each) => each.trim() !== '') ?? [];
      return lines.map((each) => ({ line: each, style: part.style ?? 'plain' }));
    }
    if ('choices' in part) return [{ choices: grounds }];
    const { columns, total } = part;
    const rows = (tables[part.table] ?? []).map((row) =>
      columns.map(({ take }) => row[take] ?? ''),
    );
    return [
      {
        columns: columns.map(({ title, width, align }) => ({ title, width, align })),
        rows,
        total:
          total === undefined
            ? null
            : columns.map(({ take }) => fillLine(total[take] ?? '', words) ?? ''),
      },
    ];
  });
}

function linesOf(body: string): PaperPart[] {
  return body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => ({
      line,
      style: index === 0 && /^Kính gửi/.test(line) ? 'centred' : 'plain',
    }));
}

/** @returns undefined where one of its words is empty */
function fillLine(text: string, words: PaperFill['words']): string | undefined {
  if (wordsIn(text).some((word) => (words[word] ?? '') === '')) return undefined;
  return text.replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');
}
