import type { RouteConfig, z } from '@hono/zod-openapi';
import type { App, AppContext } from './env';
import { inputInvalid } from './problem';

/**
 * Registers a route that the typed router cannot take: it would read a whole form before anybody was
 * authorised, or one handler serves many paths. It is described like the others, and its handler gets
 * the parameters of its path as their schema reads them; there is no other way to them (a rule of the
 * linter), so that no handler meets a string that was not checked.
 */
export function mountByHand<Params extends z.ZodObject>(
  app: App,
  route: RouteConfig & {
    request: { params: Params };
    getRoutingPath: () => string;
  },
  handle: (c: AppContext, params: z.output<Params>) => Response | Promise<Response>,
): void {
  app.openAPIRegistry.registerPath(route);
  app.on(route.method.toUpperCase(), route.getRoutingPath(), (c) => {
    const params = route.request.params.safeParse(c.req.param());
    if (!params.success) throw inputInvalid(params.error);
    return handle(c, params.data);
  });
}
