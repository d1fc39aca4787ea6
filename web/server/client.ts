import type { Problem } from '../../api/http/contract';
import { idleSeconds } from './idle';

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

/** POSTs a form, or JSON, to under /api for a file. Changes nothing there. Throws ApiProblem. */
export function postForFile(path: string, body: FormData | object): Promise<Response> {
  const isForm = body instanceof FormData;
  const headers = { 'X-CSRF-Token': csrfToken, ...(isForm ? {} : jsonHeader) };
  return ask(path, { method: 'POST', headers, body: isForm ? body : JSON.stringify(body) });
}

const jsonHeader = { 'Content-Type': 'application/json' };

export interface Change {
  method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: object | FormData;
  /** Keep it when the same act is sent again; a new act takes a new one. */
  idempotencyKey?: string;
  /** The browser carries it on when the page goes; for small bodies (64 KiB). */
  keepalive?: boolean;
}

/** Asks, over the page, for what a refusal says is missing. @returns whether it was given: the act is sent again */
type Mend = () => Promise<boolean>;

const mends = new Map<string, Mend>();

/** Has the page mend refusals of a code by itself. @returns how to stop that */
export function mendRefusals(code: string, mend: Mend): () => void {
  mends.set(code, mend);
  return () => {
    if (mends.get(code) === mend) mends.delete(code);
  };
}

const resendPausesMs = [400, 1500];

/**
 * Sends an action under /api. When no answer comes at all, the same bytes are sent again with the
 * same key, so the act happens once whatever got lost; so are they where the page could mend what
 * the act was refused for. Throws ApiProblem.
 */
export async function act<T>(path: string, change: Change = {}): Promise<T> {
  const once = { ...change, idempotencyKey: change.idempotencyKey ?? newIdempotencyKey() };
  for (;;) {
    try {
      return await send<T>(path, once);
    } catch (error) {
      // To sign in and out mends, and is not mended.
      const isMended = error instanceof ApiProblem && !path.startsWith('/session');
      const mend = isMended ? mends.get(error.problem.code) : undefined;
      if (!mend || !(await mend())) throw error;
    }
  }
}

async function send<T>(path: string, change: Change & { idempotencyKey: string }): Promise<T> {
  const isForm = change.body instanceof FormData;
  const init: Asked = {
    method: change.method ?? 'POST',
    headers: {
      'X-CSRF-Token': csrfToken,
      'Idempotency-Key': change.idempotencyKey,
      ...(isForm ? {} : jsonHeader),
    },
    body: change.body instanceof FormData ? change.body : JSON.stringify(change.body ?? {}),
    ...(change.keepalive ? { keepalive: true } : {}),
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

type Asked = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> };

async function ask(path: string, init: Asked): Promise<Response> {
  let answer: Response;
  try {
    const headers = { 'X-Idle-Seconds': String(idleSeconds()), ...init.headers };
    answer = await fetch(`/api${path}`, { credentials: 'same-origin', ...init, headers });
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
