import { createRoute, type RouteConfig, type RouteHandler, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { type PermissionName, type Permissions, permissions } from '../../domain/permissions';
import { SaoyError } from '../../domain/problem';
import type { ApiDeps } from './deps';
import type { App, AppContext, AppEnv } from './env';
import { fieldOf, finders, type FoundOn } from './guard';
import { readJson } from './json-body';
import { inputInvalid } from './problem';
import { requireConfirmed } from './require-confirmed';
import { requireSession } from './session';

/** A permission, or one for each value that a field of the request may have. */
type Needs = PermissionName | { field: string; is: Readonly<Record<string, PermissionName>> };

type SubjectOf<N extends Needs> = N extends infer Name extends PermissionName
  ? Permissions[Name]['on']
  : N extends { is: Readonly<Record<string, infer Name extends PermissionName>> }
    ? Permissions[Name]['on']
    : never;

/** What the guard found for a handler. */
export type FoundFor<N extends Needs> = FoundOn[SubjectOf<N>];

/** A described route with what it needs. There is no other kind: `defineRoute` makes them all. */
interface GuardedRoute<N extends Needs, Route> {
  needs: N;
  route: Route;
}

type Routed = RouteConfig & { getRoutingPath: () => string };
type ContextOf<Route extends RouteConfig> = Parameters<RouteHandler<Route, AppEnv>>[0];
type AnswerOf<Route extends RouteConfig> = ReturnType<RouteHandler<Route, AppEnv>>;

/** Describes a route and says what it needs; the description says it too, as `x-needs`. */
export function defineRoute<
  const N extends Needs,
  P extends string,
  Route extends Omit<RouteConfig, 'path'> & { path: P },
>(needs: N, config: Route) {
  return { needs, route: createRoute<P, Route>({ ...config, 'x-needs': needs }) };
}

/**
 * Mounts a route whose handler runs only for those who may, and gets what they were found to have to do with.
 * Nothing else that the request brings is judged before that.
 */
export function serve<N extends Needs, Route extends Routed>(
  app: App,
  deps: ApiDeps,
  { needs, route }: GuardedRoute<N, Route>,
  handle: (c: ContextOf<Route>, found: FoundFor<N>) => AnswerOf<Route>,
): void {
  const { guard, take } = guardOf(deps, needs, route);
  const handler = (c: ContextOf<Route>) => handle(c, take(c));
  app.on(route.method.toUpperCase(), route.getRoutingPath(), guard);
  app.openapi(route, handler);
}

/**
 * The same for a route that the typed router cannot take: it would read a whole form before its handler
 * runs, or one handler serves many paths. It is described like the others, and its handler gets the
 * parameters of its path and its query as their schemas read them; there is no other way to them (a rule of the
 * linter), so that no handler meets a string that was not checked.
 */
export function serveByHand<
  N extends Needs,
  Params extends z.ZodObject,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(
  app: App,
  deps: ApiDeps,
  { needs, route }: GuardedRoute<N, Routed & { request: { params: Params; query?: Query } }>,
  handle: (
    c: AppContext,
    found: FoundFor<N>,
    params: z.output<Params>,
    query: z.output<Query>,
  ) => Response | Promise<Response>,
): void {
  const { guard, take } = guardOf(deps, needs, route);
  app.openAPIRegistry.registerPath(route);
  app.on(route.method.toUpperCase(), route.getRoutingPath(), guard, (c) => {
    const params = route.request.params.safeParse(c.req.param());
    if (!params.success) throw inputInvalid(params.error);
    const query = (route.request.query ?? z.object({})).safeParse(c.req.query());
    if (!query.success) throw inputInvalid(query.error);
    return handle(c, take(c), params.data, query.data as z.output<Query>);
  });
}

/** The names a route may need, by the value of a field or not. */
function namesOf(needs: Needs): PermissionName[] {
  return typeof needs === 'string' ? [needs] : Object.values(needs.is);
}

/** A guard before the handler, and how the handler takes up what it found. */
function guardOf<N extends Needs>(deps: ApiDeps, needs: N, route: RouteConfig) {
  const found = new WeakMap<object, FoundFor<N>>();
  const find = finderOf(deps, needs, route);
  const guard: MiddlewareHandler<AppEnv> = async (c, next) => {
    found.set(c, await find(c));
    await next();
  };
  const take = (c: object): FoundFor<N> => {
    const what = found.get(c);
    if (what === undefined) throw new Error('A handler ran without its guard.');
    return what;
  };
  return { guard, take };
}

/** What one may do whose password is somebody else's to know, too. */
const beforeChange = new Set<PermissionName>(['session.read', 'session.close', 'password.change']);

/** Finds what a request is about, and whether the asking person has to do with it. */
function finderOf<N extends Needs>(deps: ApiDeps, needs: N, route: RouteConfig) {
  const on = subjectOf(needs);
  const find = finders[on];
  const readName = nameReader(needs, route);
  const readId = on in fieldOf ? fieldReader(route, fieldOf[on as keyof typeof fieldOf]) : noField;
  const isOfSession = on !== 'nobody' && on !== 'key';
  const isOpenBeforeChange = namesOf(needs).every((name) => beforeChange.has(name));
  return async (c: AppContext): Promise<FoundFor<N>> => {
    // Before anything of the request is read: to strangers all of it is one.
    const signedIn = isOfSession ? requireSession(c) : undefined;
    if (signedIn?.mustChangePassword && !isOpenBeforeChange) {
      throw new SaoyError('password-change-needed');
    }
    const name = await readName(c);
    const found = await find(c, deps, name, await readId(c));
    requireConfirmed(c, deps, name);
    return found;
  };
}

function subjectOf<N extends Needs>(needs: N): SubjectOf<N> {
  const [first, ...others] = new Set(namesOf(needs).map((name) => permissions[name].on));
  if (first === undefined || others.length > 0) throw new Error('A route is about one thing.');
  return first as SubjectOf<N>;
}

type ReadField = (c: AppContext) => string | Promise<string>;

const noField: ReadField = () => '';

function nameReader(needs: Needs, route: RouteConfig): (c: AppContext) => Promise<PermissionName> {
  if (typeof needs === 'string') return () => Promise.resolve(needs);
  const read = fieldReader(route, needs.field);
  return async (c) => {
    const name = needs.is[await read(c)];
    if (name === undefined)
      throw new Error(`${route.path} has a ${needs.field} that needs nothing.`);
    return name;
  };
}

/** Reads one field from where the route declares it, by the schema that it declares for it. */
function fieldReader({ path, request }: RouteConfig, field: string): ReadField {
  const places: [unknown, (c: AppContext) => unknown][] = [
    [request?.params, (c) => c.req.param()],
    [request?.query, (c) => c.req.query()],
    [bodySchemaOf(request), readJson],
  ];
  for (const [schema, readAll] of places) {
    if (!(schema instanceof z.ZodObject) || !(field in schema.shape)) continue;
    const only = z.object({ [field]: schema.shape[field] as z.ZodType<string> });
    return async (c) => {
      const parsed = only.safeParse(await readAll(c));
      if (!parsed.success) throw inputInvalid(parsed.error);
      return String(parsed.data[field]);
    };
  }
  throw new Error(`${path} names no ${field}.`);
}

function bodySchemaOf(request: RouteConfig['request']): unknown {
  const content = request?.body?.content['application/json'];
  return content && 'schema' in content ? content.schema : undefined;
}
