import { z } from '@hono/zod-openapi';
import { getOffice } from '../../db/offices/get-office';
import { listDocumentTypes } from '../../db/dossiers/list-document-types';
import { computeDeadlines } from '../../deadlines/due';
import type { ExplainedDeadlines } from '../../deadlines/questions';
import type { Ground } from '../../deadlines/rules';
import { formatTime, msPerDay } from '../../time/time';
import { listPrintable } from '../../documents/attestation/typeface';
import { usualScanLimits } from '../../documents/scan/child/run-bounded';
import { policyInForce } from '../../policies/policy-in-force';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serve } from '../http/guarded-route';
import { counterSchema } from './contract';
import type { Mount } from '../http/env';

/** How far back "most used" looks, and how many types a list of suggestions holds. */
const usageDays = 180;
const typesMax = 30;

const route = defineRoute('counter.read', {
  method: 'get',
  path: '/api/offices/{officeId}/counter',
  tags: ['counter'],
  summary: 'What the counter needs: types, grounds, limits, and the due time if accepted now',
  request: { params: z.object({ officeId: z.uuid() }) },
  responses: describeResponses({ 200: json(counterSchema, 'For this office, now') }),
});

export const mountCounter: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  serve(app, deps, route, async (c, { officeId }) => {
    const office = await getOffice(db, officeId);
    const at = now();
    const policy = policyInForce(rules, office.policyId, at);
    const calendar = rules.calendarOf(office.calendarId);
    const dueAfter = (extendDays: number) => {
      const complex = extendDays > 0;
      return viewDue(computeDeadlines({ acceptedAt: at, policy, calendar, complex, extendDays }));
    };
    const since = new Date(at - usageDays * msPerDay);
    const used = await listDocumentTypes(db, officeId, since, typesMax);
    const answer = {
      documentTypes: [...new Set([...used, ...policy.documentTypes.suggested])].slice(0, typesMax),
      refusalGrounds: policy.refusalGrounds.map(viewGround),
      extensionGrounds: policy.extension.grounds.map(viewGround),
      extensionDaysMax: policy.extension.daysMax,
      cutOff: formatTime(policy.cutoff.timeMs),
      scan: {
        maxBytes: policy.files.scan.maxBytes,
        maxPages: usualScanLimits.maxPages,
        types: [...policy.files.scan.types],
        pagesDiffer: policy.files.scan.pagesDiffer,
      },
      printable: listPrintable().map(([first, last]): [number, number] => [first, last]),
      serverTime: new Date(at).toISOString(),
      dueIfAcceptedNow: dueAfter(0),
      dueIfExtended: Array.from({ length: policy.extension.daysMax }, (_, day) =>
        dueAfter(day + 1),
      ),
    };
    return c.json(answer, 200);
  });
};

const viewDue = ({ legalDue, slip, because }: ExplainedDeadlines) => ({
  legalDue: new Date(legalDue).toISOString(),
  appointmentSlip: slip,
  because,
});

const viewGround = ({ id, vi, citation }: Ground) => ({ id, text: vi, citation });
