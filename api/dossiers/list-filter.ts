import { z } from '@hono/zod-openapi';
import { type DossierFilter, subjects } from '../../db/dossiers/list-dossiers';
import { listNames } from '../../domain/work-lists';
import { parseDate } from '../../deadlines/parse-time';
import { startOfDay } from '../../time/time';

/** What a list is narrowed by but for words. */
const narrowedBy = {
  officeId: z.uuid(),
  list: z.enum(listNames).default('open'),
  subject: z.enum(subjects).optional(),
  /** Whose running step it is: mine, nobody's, or a person's by id. */
  holder: z.union([z.enum(['mine', 'none']), z.uuid()]).optional(),
  /** First and last day of acceptance, at UTC+7. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};

/** As a query says it: words may be a name, and an address is written down on its way. */
export const filterShape = {
  ...narrowedBy,
  q: z
    .string()
    .max(200)
    .optional()
    .refine((words) => words === undefined, 'từ tìm kiếm gửi trong thân của yêu cầu POST')
    .openapi({ deprecated: true, description: 'Refused: words go into the body of a POST' }),
};

/** As a body says it. */
export const soughtShape = {
  ...narrowedBy,
  /** Words, each a part of the code, name, identifier, e-mail or register number, in any order. */
  q: z.string().max(200).optional(),
};

type Asked = z.output<z.ZodObject<typeof soughtShape>>;

/** @param personId who asks */
export function filterOf({ from, to, holder, ...query }: Asked, personId: string): DossierFilter {
  const held = holder === 'mine' ? personId : holder;
  return {
    ...query,
    holder: held === undefined || held === 'none' ? held : { personId: held },
    from: from === undefined ? undefined : new Date(startOfDay(parseDate(from))),
    before: to === undefined ? undefined : new Date(startOfDay(parseDate(to) + 1)),
  };
}
