import { z } from '@hono/zod-openapi';
import { type DossierFilter, subjects } from '../../db/dossiers/list-dossiers';
import { listNames } from '../../domain/work-lists';
import { parseDate } from '../../deadlines/parse-time';
import { startOfDay } from '../../time/time';

/** What a list is narrowed by, as a query says it. */
export const filterShape = {
  officeId: z.uuid(),
  list: z.enum(listNames).default('open'),
  /** Words, each a part of the code, name, identifier, e-mail or register number, in any order. */
  q: z.string().max(200).optional(),
  subject: z.enum(subjects).optional(),
  /** Whose running step it is: mine, nobody's, or a person's by id. */
  holder: z.union([z.enum(['mine', 'none']), z.uuid()]).optional(),
  /** First and last day of acceptance, at UTC+7. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
};

type Asked = z.output<z.ZodObject<typeof filterShape>>;

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
