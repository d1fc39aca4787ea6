import type { z } from '@hono/zod-openapi';
import { SaoyError } from '../../domain/problem';

/** Where the next page begins, opaque to clients. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws SaoyError `input-invalid` for what we never gave out */
export function readCursor<Schema extends z.ZodType>(
  cursor: string,
  schema: Schema,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch (cause) {
    throw new SaoyError(
      'input-invalid',
      { field: 'cursor', reason: 'không phải dấu trang của danh sách này' },
      { cause },
    );
  }
}
