import { randomUUID } from 'node:crypto';
import { getOffice } from '../../db/offices/get-office';
import { recordMarkPlaces } from '../../db/marks/record-marks';
import { findMarkFault, type MarkPlaces } from '../../domain/attestation-layout';
import { SaoyError } from '../../domain/problem';
import { layoutOf } from '../../policies/policy';
import { policyInForce } from '../../policies/policy-in-force';
import { describeResponses, json } from '../http/responses';
import { markPlacesSchema, marksSchema } from './contract';
import type { Mount } from '../http/env';
import { viewMarks } from './view-marks';
import { defineRoute, serve } from '../http/guarded-route';
import { officePath } from './path';

const path = '/api/offices/{officeId}/marks';
const responses = describeResponses({ 200: json(marksSchema, 'Where they stand now') });
const request = { params: officePath };
const tags = ['marks'];

const get = defineRoute('marks.read', {
  ...{ method: 'get', path, tags, request, responses },
  summary: 'Where signature and seal stand on the next attestation page',
});
const put = defineRoute('marks.move', {
  ...{ method: 'put', path, tags, responses },
  summary: 'Moves signature and seal for all next attestation pages of the office',
  request: {
    ...request,
    body: { required: true, content: { 'application/json': { schema: markPlacesSchema } } },
  },
});
const reset = defineRoute('marks.move', {
  ...{ method: 'delete', path, tags, request, responses },
  summary: 'Puts signature and seal back where policy has them',
});

/** Dragged on the preview [L-06]; they stand fixed in a copy from its first signature on. */
export const mountMarkPlaces: Mount = (app, deps) => {
  const { db, rules, now } = deps;
  const keep = async (officeId: string, places: MarkPlaces | null, actorId: string) =>
    recordMarkPlaces(db.manager, {
      ...{ officeId, places, actorId, actKey: `marks:${randomUUID()}` },
      at: new Date(now()),
    });
  serve(app, deps, get, async (c, { officeId, signedIn: { personId } }) => {
    return c.json(await viewMarks(deps, officeId, personId), 200);
  });
  serve(app, deps, put, async (c, { officeId, signedIn: { personId } }) => {
    const places = c.req.valid('json');
    const office = await getOffice(db, officeId);
    const { marks } = layoutOf(policyInForce(rules, office.policyId, now()));
    const fault = findMarkFault({
      signature: { ...marks.signature, ...places.signature },
      seal: { ...marks.seal, ...places.seal },
    });
    if (fault) throw new SaoyError(`mark-places-${fault}`);
    await keep(officeId, places, personId);
    return c.json(await viewMarks(deps, officeId, personId), 200);
  });
  serve(app, deps, reset, async (c, { officeId, signedIn: { personId } }) => {
    await keep(officeId, null, personId);
    return c.json(await viewMarks(deps, officeId, personId), 200);
  });
};
