import { z } from '@hono/zod-openapi';
import { readOwnData } from '../../db/own-data/read-own-data';
import { formatInstantVi } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

const ownDataSchema = z
  .object({
    /** When it was read, as people write it at UTC+7. */
    asOf: z.string(),
    account: z.record(z.string(), z.unknown()),
    offices: rowsSchema,
    rights: rowsSchema,
    sessions: rowsSchema,
    signIns: rowsSchema,
    dossiers: rowsSchema,
  })
  .openapi('OwnData');

const route = defineRoute('my-data.read', {
  method: 'get',
  path: '/api/my/data',
  tags: ['session'],
  summary: 'All that is kept of the asking person, as a file',
  responses: describeResponses({ 200: json(ownDataSchema, 'A JSON file') }),
});

/** Without what opens an account: no hash of a password, no token, no secret. */
export const mountMyData: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { signedIn }) => {
    const now = new Date(deps.now());
    const { account, offices, rights, sessions, signIns, dossiers } = await readOwnData(
      deps.db,
      signedIn.personId,
      now,
    );
    const data = {
      asOf: formatInstantVi(now.getTime()),
      account,
      offices: offices.map(({ code, name, since }) => ({ code, name, since })),
      rights: rights.map(({ officeName, right, fromAt, untilAt, basisNumber, basisDay }) => ({
        ...{ officeName, right, fromAt, untilAt, basisNumber, basisDay },
      })),
      sessions: sessions.map(({ createdAt, seenAt, browser, os, address }) => ({
        ...{ createdAt, seenAt, browser, os, address },
      })),
      signIns: signIns.map(({ at, method, outcome, browser, os, address }) => ({
        ...{ at, method, outcome, browser, os, address },
      })),
      dossiers: dossiers.map((dossier) => ({ ...dossier })),
    };
    return c.json(data, 200, {
      'content-disposition': 'attachment; filename="du-lieu-cua-toi.json"',
    });
  });
};
