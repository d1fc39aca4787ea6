import type { Problem } from '../../api/http/contract';

/** A coded refusal of the server; `detail` is the sentence to show. `status` 0: no answer came. */
export class ApiProblem extends Error {
  constructor(readonly problem: Pick<Problem, 'status' | 'code' | 'detail' | 'params'>) {
    super(problem.detail);
    this.name = 'ApiProblem';
  }
}

let csrfToken = '';

/** The session's token, sent back with every change. */
export function keepCsrfToken(token: string): void {
  csrfToken = token;
}

export function newIdempotencyKey(): string {
  return crypto.randomUUID();
}

/** GETs JSON from under /api. Throws ApiProblem. */
export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await ask(path, signal ? { signal } : {});
  return (await answer.json()) as T;
}

/** GETs anything else from under /api. Throws ApiProblem. */
export function fetchFile(path: string): Promise<Response> {
  return ask(path, {});
}

/** POSTs a form to under /api for a file. Changes nothing there. Throws ApiProblem. */
export function postForFile(path: string, body: FormData): Promise<Response> {
  return ask(path, { method: 'POST', body });
}

export interface Change {
  method?: 'POST' | 'PUT' | 'DELETE';
  body?: object | FormData;
  /** Keep it when the same act is sent again; a new act takes a new one. */
  idempotencyKey?: string;
}

const resendPausesMs = [400, 1500];

/**
 * Sends an action under /api. When no answer comes at all, the same bytes are sent again with the
 * same key, so the act happens once whatever got lost. Throws ApiProblem.
 */
export async function act<T>(path: string, change: Change = {}): Promise<T> {
  const isForm = change.body instanceof FormData;
  const init: RequestInit = {
    method: change.method ?? 'POST',
    headers: {
      'X-CSRF-Token': csrfToken,
      'Idempotency-Key': change.idempotencyKey ?? newIdempotencyKey(),
      ...(isForm ? {} : { 'Content-Type': 'application/json' }),
    },
    body: change.body instanceof FormData ? change.body : JSON.stringify(change.body ?? {}),
  };
  for (const pauseMs of [...resendPausesMs, null]) {
    try {
      const answer = await ask(path, init);
      return (answer.status === 204 ? undefined : await answer.json()) as T;
    } catch (error) {
      const lost = error instanceof ApiProblem && error.problem.status === 0;
      if (!lost || pauseMs === null) throw error;
      await new Promise((resume) => setTimeout(resume, pauseMs));
    }
  }
  throw new Error('unreachable');
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({
      status: 0,
      code: 'connection-lost',
      detail: 'Không kết nối được với máy chủ. Nội dung bạn nhập vẫn còn; thử lại sau ít giây.',
    });
  }
  if (answer.ok) return answer;
  throw new ApiProblem(await readProblem(answer));
}

async function readProblem(answer: Response): Promise<Problem> {
  try {
    const problem = (await answer.json()) as Problem;
    if (typeof problem.detail === 'string') return problem;
  } catch {
    // Not a problem document: something between us and the server answered.
  }
  return {
    type: 'about:blank',
    title: answer.statusText,
    status: answer.status,
    code: 'unreadable-answer',
    detail: `Máy chủ trả lời không đúng dạng (mã ${answer.status}). Thử lại sau ít phút.`,
  };
}

/** The sentence of any error, fit to be shown. */
export function sentenceOf(error: unknown): string {
  return error instanceof ApiProblem
    ? error.message
    : 'Trang gặp lỗi ngoài dự kiến. Tải lại trang rồi thử lại.';
}
