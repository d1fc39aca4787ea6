import { z } from '@hono/zod-openapi';
import { alertDeclarations, alertKinds } from '../../domain/alert-rules';
import { instantSchema } from '../http/contract';

const ways = {
  isOn: z.boolean(),
  /** In the unit of the kind: percent, dossiers, days; null where it has none. */
  threshold: z.number().int().nullable(),
  onPage: z.boolean(),
  /** In a digest, an hour's alerts in one mail. */
  byMail: z.boolean(),
  byWebhook: z.boolean(),
};

export const alertRuleSchema = z
  .object({
    kind: z.enum(alertKinds),
    ...ways,
    /** Null: as it is where nobody set it. */
    changed: z.object({ at: instantSchema, by: z.string() }).nullable(),
  })
  .openapi('AlertRule');

export const alertSchema = z
  .object({
    kind: z.enum(alertKinds),
    /** What it is about, where that is no dossier: a step, the label of a token. */
    subject: z.string().nullable(),
    dossier: z.object({ id: z.string(), code: z.string() }).nullable(),
    /** Percent, dossiers or days, when it was raised. */
    value: z.number().int().nullable(),
    raisedAt: instantSchema,
  })
  .openapi('Alert');

export const alertsSchema = z
  .object({
    rules: z.array(alertRuleSchema),
    alerts: z.array(alertSchema),
    /** Whether this installation has an address that webhooks go to. */
    hasWebhook: z.boolean(),
  })
  .openapi('Alerts');
export type AlertsView = z.infer<typeof alertsSchema>;
export type AlertRuleView = AlertsView['rules'][number];

export const ruleOrderSchema = z
  .object({ officeId: z.uuid(), kind: z.enum(alertKinds), ...ways })
  .superRefine(({ kind, threshold }, context) => {
    const declared = alertDeclarations[kind].threshold;
    const isFit =
      declared === null
        ? threshold === null
        : threshold !== null && threshold >= declared.min && threshold <= declared.max;
    if (isFit) return;
    const message = declared ? `ghi từ ${declared.min} đến ${declared.max}` : 'để trống';
    context.addIssue({ code: 'custom', path: ['threshold'], message });
  });
