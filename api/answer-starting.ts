import { problemResponse } from './http/problem';

/** Answers until the database has answered for the first time: the process lives, and can do nothing yet. */
export function answerStarting(request: Request): Response {
  const { pathname } = new URL(request.url);
  if (pathname === '/healthz') return Response.json({ status: 'ok' });
  if (pathname === '/readyz') return Response.json({ status: 'starting' }, { status: 503 });
  return problemResponse('database-unavailable');
}
