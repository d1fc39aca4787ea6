import { SaoyError } from '../domain/problem';
import { tableFields, paperTables, paperWords, type PaperKind } from '../domain/papers';
import type { Finding } from './find-contradictions';

interface LinePart {
  line: string;
  style?: 'plain' | 'bold' | 'italic' | 'centred';
}
interface ChoicesPart {
  choices: 'refusal-grounds';
}
interface TablePart {
  table: string;
  columns: { take: string; title: string; width: number; align: 'left' | 'right' | 'centre' }[];
  /** By field; what is not named stays empty. */
  total?: Record<string, string>;
}
type FormPart = LinePart | ChoicesPart | TablePart;

interface FileForm {
  kind: PaperKind;
  number?: string;
  symbol: string;
  form_line?: string;
  title: string;
  size?: 'A4' | 'A5';
  letterhead?: boolean;
  parts: FormPart[];
  signers: { title: string; hint: string; name?: string }[];
  code?: string;
  footnotes?: string[];
  citation: string;
}

/** A file of `policies/rules/papers/`, as its schema lets it through. */
export interface PapersFile {
  id: string;
  name: string;
  valid_from: string;
  valid_to: string | null;
  citation: string;
  forms: FileForm[];
}

/** The form of one kind of paper, in force between two days. */
export interface PaperForm {
  /** `tt-03-2025/receipt@2025-09-15` */
  id: string;
  kind: PaperKind;
  /** Of the form in its act; null where no act numbers it. */
  number: string | null;
  symbol: string;
  formLine: string;
  title: string;
  size: 'A4' | 'A5';
  /** Whether an agency stands above. */
  letterhead: boolean;
  parts: readonly FormPart[];
  signers: readonly { title: string; hint: string; name?: string }[];
  /** Under a code that a telephone reads; null: the form has none. */
  code: string | null;
  footnotes: readonly string[];
  citation: string;
  validFrom: string;
  validTo: string | null;
}

export function readPaperForms(files: readonly PapersFile[]): PaperForm[] {
  return files.flatMap(({ id, valid_from: validFrom, valid_to: validTo, forms }) =>
    forms.map((form) => ({
      id: `${id}/${form.kind}@${validFrom}`,
      kind: form.kind,
      number: form.number ?? null,
      symbol: form.symbol,
      formLine: form.form_line ?? '',
      title: form.title,
      size: form.size ?? 'A4',
      letterhead: form.letterhead ?? true,
      parts: form.parts,
      signers: form.signers,
      code: form.code ?? null,
      footnotes: form.footnotes ?? [],
      citation: form.citation,
      validFrom,
      validTo,
    })),
  );
}

/**
 * The form in force on a day (`YYYY-MM-DD`): of several, the one that came last.
 * @throws SaoyError `paper-form-missing`
 */
export function selectPaperForm(
  forms: readonly PaperForm[],
  kind: PaperKind,
  day: string,
): PaperForm {
  const [found] = forms
    .filter((form) => form.kind === kind)
    .filter(({ validFrom, validTo }) => validFrom <= day && day <= (validTo ?? day))
    .sort((one, other) => (one.validFrom < other.validFrom ? 1 : -1));
  if (!found) throw new SaoyError('paper-form-missing', { kind, day });
  return found;
}

/** What no schema can say: words that nothing fills, tables of other papers, days that turn back. */
export function findInPapers(file: PapersFile, others: readonly PapersFile[]): Finding[] {
  const turned = file.valid_to !== null && file.valid_to < file.valid_from;
  return [
    ...(others.some(({ id }) => id === file.id)
      ? [{ path: ['id'], reason: `Hai tệp mẫu cùng mang mã “${file.id}”.` }]
      : []),
    ...(turned
      ? [{ path: ['valid_to'], reason: 'Ngày hết hiệu lực đứng trước ngày có hiệu lực.' }]
      : []),
    ...file.forms.flatMap((form, index) => [
      ...(file.forms.findIndex(({ kind }) => kind === form.kind) < index
        ? [{ path: ['forms', index, 'kind'], reason: `Mẫu “${form.kind}” lặp lại.` }]
        : []),
      ...findInForm(form).map(({ path, reason }) => ({ path: ['forms', index, ...path], reason })),
    ]),
  ];
}

function findInForm({ kind, parts, signers, code }: FileForm): Finding[] {
  const known = paperWords[kind];
  const unknownIn = (text: string, path: Finding['path'], words = known): Finding[] =>
    wordsIn(text)
      .filter((word) => !words.includes(word))
      .map((word) => ({ path, reason: `Không có ô “{${word}}” để điền.` }));
  const tables: readonly string[] = kind in paperTables ? paperTables[kind as 'receipt'] : [];
  return [
    ...parts.flatMap((part, index): Finding[] => {
      const path = ['parts', index];
      if ('line' in part) return unknownIn(part.line, [...path, 'line']);
      if ('choices' in part) {
        return kind === 'refusal'
          ? []
          : [{ path: [...path, 'choices'], reason: 'Chỉ phiếu từ chối có căn cứ để chọn.' }];
      }
      if (!tables.includes(part.table)) {
        return [{ path: [...path, 'table'], reason: `Mẫu này không có bảng “${part.table}”.` }];
      }
      const fields = tableFields[part.table] ?? [];
      return [
        ...[...part.columns.map(({ take }) => take), ...Object.keys(part.total ?? {})]
          .filter((field) => !fields.includes(field))
          .map((field) => ({ path, reason: `Bảng “${part.table}” không có cột “${field}”.` })),
        ...Object.values(part.total ?? {}).flatMap((text) => unknownIn(text, [...path, 'total'])),
      ];
    }),
    ...signers.flatMap(({ name = '' }, index) => unknownIn(name, ['signers', index, 'name'])),
    ...unknownIn(code ?? '', ['code'], ['code']),
  ];
}

/** The words between braces. */
export function wordsIn(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, word]) => String(word));
}
