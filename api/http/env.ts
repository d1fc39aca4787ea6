import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { SignedIn } from '../../db/sessions/find-session';
import type { ApiDeps } from './deps';
import type { Uploads } from './uploads';

/** What a request carries from the middleware to its handler. */
export interface AppEnv {
  Variables: {
    /** The client's address, as our own proxies report it. */
    clientAddress: string;
    uploads: Uploads;
    /** Absent while nobody is signed in. */
    signedIn: SignedIn | undefined;
    /** Hash of the session's token, by which it is found again; empty while nobody is signed in. */
    sessionHash: string;
  };
}

export type App = OpenAPIHono<AppEnv>;
export type AppContext = Context<AppEnv>;

/** The form of every route file: declares its route and answers it. */
export type Mount = (app: App, deps: ApiDeps) => void;
