import { z } from '@hono/zod-openapi';
import { readRules } from '../../db/alerts/alert-rules';
import { listAlerts } from '../../db/alerts/raise-alerts';
import { readNames } from '../../db/people/read-names';
import { alertKinds, usualRule } from '../../domain/alert-rules';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { describeResponses, json } from '../http/responses';
import { alertsSchema } from './contract';

const alertsMax = 200;

const route = defineRoute('alert.read', {
  method: 'get',
  path: '/api/supervision/alerts',
  tags: ['supervision'],
  summary: 'The rules by which an office is alerted, and what stands as they say',
  request: { query: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(alertsSchema, 'As of now; the newest alert first') }),
});

export const mountListAlerts: Mount = (app, deps) => {
  const { db, settings } = deps;
  serve(app, deps, route, async (c, { office }) => {
    const set = await readRules(db, office.id);
    const names = await readNames(db, [
      ...new Set([...set.values()].map((rule) => rule.changedBy)),
    ]);
    const rules = alertKinds.map((kind) => {
      const own = set.get(kind);
      const { isOn, threshold, onPage, byMail, byWebhook } = own ?? usualRule(kind);
      const changed = own && {
        at: own.changedAt.toISOString(),
        by: names.get(own.changedBy) ?? '',
      };
      return { kind, isOn, threshold, onPage, byMail, byWebhook, changed: changed ?? null };
    });
    const alerts = (await listAlerts(db, office.id, alertsMax)).map((alert) => ({
      ...{ kind: alert.kind, value: alert.value, raisedAt: alert.raisedAt.toISOString() },
      subject: alert.dossierId === null ? alert.subject : null,
      dossier:
        alert.dossierId !== null && alert.dossierCode !== null
          ? { id: alert.dossierId, code: alert.dossierCode }
          : null,
    }));
    return c.json({ rules, alerts, hasWebhook: settings.webhooks.length > 0 }, 200);
  });
};
