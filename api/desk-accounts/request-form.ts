import { writeAccountRequest } from '../../documents/paper/account-request';
import { parseDate } from '../../deadlines/parse-time';
import { formatDateVi } from '../../time/time';
import type { Mount } from '../http/env';
import { defineRoute, serve } from '../http/guarded-route';
import { pdfAnswer } from '../http/pdf-answer';
import { describeResponses } from '../http/responses';
import { deskAccountSchema, deskPath } from './contract';
import { requireDesk } from './require-desk';

const route = defineRoute('desk-account.open', {
  method: 'post',
  path: '/api/offices/{officeId}/citizen-accounts/request-form',
  tags: ['counter'],
  summary:
    'The request for an account as a PDF, for the citizen to read and confirm; nothing is kept',
  request: {
    params: deskPath,
    body: { required: true, content: { 'application/json': { schema: deskAccountSchema } } },
  },
  responses: describeResponses({ 200: pdfAnswer }),
});

export const mountRequestForm: Mount = (app, deps) => {
  serve(app, deps, route, async (c, { officeId }) => {
    const { name: officeName } = await requireDesk(deps, officeId);
    const { bornOn, ...facts } = c.req.valid('json');
    const born = formatDateVi(parseDate(bornOn));
    const pdf = await writeAccountRequest({ ...facts, bornOn: born, officeName, at: deps.now() });
    return c.body(new Uint8Array(pdf), 200, {
      'content-type': 'application/pdf',
      'content-disposition': 'attachment; filename="giay-de-nghi-tao-tai-khoan.pdf"',
    });
  });
};
