import { randomUUID } from 'node:crypto';
import type { Problem } from '../../api/http/contract';
import type { Session } from '../../api/sessions/contract';

/** A signed-in person's way in: what a browser would send, cookie and CSRF token included. */
export class PersonClient {
  private constructor(
    private readonly baseUrl: string,
    private readonly cookie: string,
    readonly session: Session,
  ) {}

  static async signIn(baseUrl: string, username: string, password: string): Promise<PersonClient> {
    const response = await fetch(`${baseUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    const session = await readJson<Session>(response);
    const cookie = response.headers.getSetCookie().map((line) => line.split(';')[0]);
    return new PersonClient(baseUrl, cookie.join('; '), session);
  }

  get<T>(path: string): Promise<T> {
    return this.request('GET', path).then(readJson<T>);
  }

  async getBytes(path: string): Promise<Uint8Array> {
    const response = await this.request('GET', path);
    if (!response.ok) await readJson(response);
    return new Uint8Array(await response.arrayBuffer());
  }

  /** @param key the Idempotency-Key; a fresh one unless an act is to be repeated */
  post<T>(path: string, body: unknown, key: string = randomUUID()): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.request('POST', path, { headers, body: JSON.stringify(body) }).then(readJson<T>);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    return this.request('PUT', path, { headers, body: JSON.stringify(body) }).then(readJson<T>);
  }

  delete(path: string): Promise<void> {
    return this.request('DELETE', path).then(readJson<void>);
  }

  putFile<T>(path: string, file: Uint8Array, name: string): Promise<T> {
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(file)], { type: 'application/pdf' }), name);
    const headers = { 'idempotency-key': randomUUID() };
    return this.request('PUT', path, { headers, body }).then(readJson<T>);
  }

  /** What proves the session. */
  headers(): Record<string, string> {
    return { cookie: this.cookie, 'x-csrf-token': this.session.csrfToken };
  }

  private request(
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: string | FormData } = {},
  ): Promise<Response> {
    const headers = { ...this.headers(), ...init.headers };
    return fetch(`${this.baseUrl}/api${path}`, { method, ...init, headers });
  }
}

/** What the API refused, with its code. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.code}: ${problem.detail}`);
  }
}

async function readJson<T>(response: Response): Promise<T> {
  const body: unknown = response.status === 204 ? undefined : await response.json();
  if (!response.ok) throw new Refused(body as Problem);
  return body as T;
}
