/** A PDF value as qpdf's JSON (version 2) gives it: names begin with "/", strings with "u:" or "b:". */
export type PdfValue = null | boolean | number | string | PdfValue[] | PdfDictionary;
export interface PdfDictionary {
  [key: string]: PdfValue;
}

const objectCharactersMax = 4 * 1024 * 1024;

/**
 * Takes qpdf's JSON apart while it arrives, one PDF object at a time, so that a file of many objects
 * never stands in memory as a whole. qpdf writes a key a line with two spaces a level, and objects
 * on the third level: `{ "pages": [ {…, "pageposfrom1": 1} ], "qpdf": [ {…}, { "obj:1 0 R": {…}, …, "trailer": {…} } ] }`.
 */
export class ObjectReader {
  private rest = '';
  private object: string[] | null = null;
  private characters = 0;

  /** Pages described so far. */
  pages = 0;

  constructor(private readonly take: (name: string, object: PdfDictionary) => void) {}

  /** @throws Error where a single object is larger than 4 MB of text, or is no JSON */
  feed(chunk: string): void {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop() ?? '';
    if (this.rest.length > objectCharactersMax) throw new Error('object too large');
    for (const line of lines) this.feedLine(line);
  }

  private feedLine(line: string): void {
    if (!this.object && line.startsWith('      "pageposfrom1": ')) this.pages += 1;
    if (/^ {6}"(obj:|trailer")/.test(line)) {
      this.object = [];
      this.characters = 0;
    }
    if (!this.object) return;
    this.object.push(line);
    this.characters += line.length;
    if (this.characters > objectCharactersMax) throw new Error('object too large');
    if (!/^ {6}(\}|".*\}),?$/.test(line)) return;
    const text = this.object.join('\n').replace(/,$/, '');
    this.object = null;
    const parsed = JSON.parse(`{${text}}`) as Record<string, PdfDictionary>;
    for (const [name, value] of Object.entries(parsed)) this.take(name, value);
  }
}
