import { z } from '@hono/zod-openapi';
import type { UpdateDefinition } from '@temporalio/common';
import type { Dossier } from '../../db/dossiers/entity';
import { actKeyOf } from '../../domain/act-key';
import type { DossierAct } from '../../domain/permissions';
import { actDeclarations, type Stage } from '../../domain/process';
import { getDossierView } from './view';
import { idempotencyHeaderSchema, problemSchema } from '../http/contract';
import { dossierSchema } from './contract';
import type { ApiDeps } from '../http/deps';
import type { App, Mount } from '../http/env';
import { withIdempotency } from '../http/idempotency';
import { inputInvalid } from '../http/problem';
import { readJson } from '../http/json-body';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { updateDossier } from './update-dossier';

/** One act on a dossier, described once: its schema, its update, and its input. */
interface ActionDescription<Body extends z.ZodType, Input> {
  action: DossierAct;
  body: Body;
  update: UpdateDefinition<Stage, [Input]>;
  /** Writes what must not travel through Temporal and makes the input, of ids alone. */
  prepare: (
    deps: ApiDeps,
    dossier: Dossier,
    actorId: string,
    body: z.output<Body>,
  ) => Promise<Input> | Input;
  /** Where people are waited for, minutes maybe: whether the act has come so far. */
  isUnderWay?: (
    deps: ApiDeps,
    dossier: Dossier,
    actKey: string,
    input: Input,
  ) => (() => Promise<boolean>) | undefined;
}

/** POST /api/dossiers/{id}/{action}: authorise, act once per key, answer what the database shows. */
export function actionRoute<Body extends z.ZodType, Input>({
  action,
  body,
  update,
  prepare,
  isUnderWay,
}: ActionDescription<Body, Input>): Mount {
  const { en } = actDeclarations[action];
  const route = defineRoute(`dossier.${action}`, {
    method: 'post',
    path: `/api/dossiers/{id}/${action}`,
    summary: en,
    request: {
      params: z.object({ id: z.uuid() }),
      headers: idempotencyHeaderSchema,
      body: { required: true, content: { 'application/json': { schema: body } } },
    },
    responses: {
      200: {
        description: 'The dossier as it stands after the act',
        content: { 'application/json': { schema: dossierSchema } },
      },
      ...(isUnderWay && {
        202: {
          description:
            'Asked of the signer; `signing` says how it stands, events when that changes',
          content: { 'application/json': { schema: dossierSchema } },
        },
      }),
      default: {
        description: 'Why not',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  });
  return (app: App, deps: ApiDeps) => {
    // Registered by hand: one handler for many paths is more than the typed router can follow.
    serveByHand(app, deps, route, async (c, { dossier, signedIn }) => {
      const view = await withIdempotency(c, deps, async (key) => {
        const parsed = body.safeParse(await readJson(c));
        if (!parsed.success) throw inputInvalid(parsed.error);
        const input = await prepare(deps, dossier, signedIn.personId, parsed.data);
        const actKey = actKeyOf(action, signedIn.personId, key);
        const underWay = isUnderWay?.(deps, dossier, actKey, input);
        await updateDossier(deps, dossier.id, actKey, update, input, underWay);
        return getDossierView(deps, dossier.id, signedIn);
      });
      return c.json(view, view.signing?.status === 'waiting' ? 202 : 200);
    });
  };
}
