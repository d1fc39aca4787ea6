import { z } from '@hono/zod-openapi';
import { listPrintable } from '../../documents/attestation/typeface';
import { type TextBounds, type TextFault, readLine, readLines } from '../../domain/text';

/** One line that a person wrote, as it is kept; see `readLine` for what is refused. */
export const lineSchema = (bounds: TextBounds) =>
  textSchema(bounds, (raw) => readLine(raw, bounds));

/** One line that the attestation page prints: of letters that its font has. */
export const printedLineSchema = (bounds: TextBounds) =>
  textSchema(bounds, (raw) => readLine(raw, bounds, listPrintable()));

/** Text of a person that may break its lines. */
export const linesSchema = (bounds: TextBounds) =>
  textSchema(bounds, (raw) => readLines(raw, bounds));

function textSchema({ min, max }: TextBounds, read: (raw: string) => { text: string } | TextFault) {
  return z
    .string()
    .transform((raw, context) => {
      const answer = read(raw);
      if ('text' in answer) return answer.text;
      context.addIssue({ code: 'custom', message: answer.fault });
      return z.NEVER;
    })
    .openapi({ type: 'string', minLength: min, maxLength: max });
}
