import { problemSchema } from './contract';

const problemResponse = {
  description: 'A problem (RFC 9457) with a stable code',
  content: { 'application/problem+json': { schema: problemSchema } },
};

/**
 * Adds the problem document to a route's responses in the description. Its type leaves the responses as
 * they are: problems are thrown, never returned.
 */
export function describeResponses<Responses extends object>(responses: Responses): Responses {
  return { ...responses, default: problemResponse };
}

/** One JSON response as `defineRoute` wants it. */
export function json<Schema>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** Media type of an Excel workbook. */
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Headers of a workbook that is to be saved under this name (ASCII). */
export function xlsxHeaders(fileName: string) {
  return {
    'content-type': xlsxType,
    'content-disposition': `attachment; filename="${fileName}.xlsx"`,
  };
}

/** A file as `defineRoute` wants it. */
export function binary(type: string, description: string) {
  return {
    description,
    content: { [type]: { schema: { type: 'string' as const, format: 'binary' } } },
  };
}
