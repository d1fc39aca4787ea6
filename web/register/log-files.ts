import type { GetFile } from '../../domain/register-log/log-files';
import { ApiProblem, fetchFile } from '../server/client';

/** A book's public log as the server hands it out; nothing of it is believed. */
export function logFilesOf(bookId: string): GetFile {
  return async (path) => {
    try {
      const answer = await fetchFile(`/public/registers/${encodeURIComponent(bookId)}/${path}`);
      return new Uint8Array(await answer.arrayBuffer());
    } catch (error) {
      if (error instanceof ApiProblem && error.problem.status === 404) return undefined;
      throw error;
    }
  };
}
