import { problemSchema } from './contract';

const problemAnswer = {
  description: 'A problem (RFC 9457) with a stable code',
  content: { 'application/problem+json': { schema: problemSchema } },
};

/**
 * Adds the problem document to a route's answers in the description. Its type leaves the answers as
 * they are: problems are thrown, never returned.
 */
export function answers<Responses extends object>(responses: Responses): Responses {
  return { ...responses, default: problemAnswer };
}

/** One JSON answer as `defineRoute` wants it. */
export function json<Schema>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}
