import { z } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';
import type { AppContext } from '../http/env';
import { openFile, takeUpload } from '../http/read-upload';
import { readTable, type TableColumn, type TableRow } from './read-table';

const bytesMax = 5 * 1024 * 1024;
const rowsMax = 20_000;

/** The form by which a file with a table comes. */
export const tableForm = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: z.object({
        file: z.string().openapi({ format: 'binary', description: 'Excel (xlsx) or CSV (UTF-8)' }),
      }),
    },
  },
};

/** Whether the rows are taken over, or only looked at. */
export const importQuery = z.object({ take: z.enum(['true', 'false']).default('false') });

/** @throws SaoyError `table-unreadable`, `table-too-large`, `input-invalid` */
export async function takeTable<Key extends string>(
  c: AppContext,
  columns: readonly TableColumn<Key>[],
): Promise<TableRow<Key>[]> {
  const tooLarge = () => new SaoyError('table-too-large', { rowsMax });
  const form = await takeUpload(c, { bytesMax, filesMax: 1, tooLarge }, (read) =>
    Promise.resolve(read),
  );
  return readTable(await openFile(form), columns, rowsMax);
}

/** What a row was found to be; `facts` where nothing is wrong with it. */
export interface JudgedRow<Facts> {
  row: number;
  label: string;
  faults: string[];
  facts: Facts | null;
}

/**
 * What a person sees of a file before it is taken over; when it is to be taken, nothing is while a row is faulty.
 * @throws SaoyError `table-faulty`
 */
export function previewRows(judged: readonly JudgedRow<unknown>[], take: boolean) {
  const faulty = judged.filter(({ faults }) => faults.length > 0).length;
  if (take && faulty > 0) throw new SaoyError('table-faulty', { count: faulty });
  const rows = judged.map(({ row, label, faults }) => ({ row, label, faults }));
  return { taken: take, rows, faulty };
}
