import { randomUUID } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { z } from '@hono/zod-openapi';
import { recordDeskAccount } from '../../db/desk-accounts/desk-accounts';
import { inTransaction } from '../../db/transaction';
import { identityScanKind } from '../../documents/identity-scan/identity-scan-kind';
import { SaoyError } from '../../domain/problem';
import { firstPasswordOf } from '../../identity/passwords/random-password';
import { keyFor } from '../../identity/secrets/key-for';
import { policyInForce } from '../../policies/policy-in-force';
import type { Mount } from '../http/env';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { inputInvalid } from '../http/problem';
import { openForm, takeUpload } from '../http/read-upload';
import { describeResponses, json } from '../http/responses';
import { OneTimeCodes } from '../sign-in/one-time-codes';
import { deskPath, newDeskAccountSchema } from './contract';
import { requireDesk } from './require-desk';

const form = z.object({
  file: z.any().openapi({ type: 'string', format: 'binary' }),
  facts: newDeskAccountSchema,
});
const openedSchema = z.object({ personId: z.string() }).openapi('DeskAccountOpened');

const route = defineRoute('desk-account.open', {
  method: 'post',
  path: '/api/offices/{officeId}/citizen-accounts',
  tags: ['counter'],
  summary:
    'Open the account by the code that the citizen reads out; the password goes to them by message',
  request: {
    params: deskPath,
    body: { required: true, content: { 'multipart/form-data': { schema: form } } },
  },
  responses: describeResponses({ 200: json(openedSchema, 'It is open') }),
});

/** The scan is checked before the code, and kept after it: what comes to nothing leaves nothing. */
export const mountOpenDeskAccount: Mount = (app, deps) => {
  const codes = new OneTimeCodes(deps);
  const { db, store, now, settings } = deps;
  serveByHand(app, deps, route, async (c, { signedIn, officeId }) => {
    const { policyId } = await requireDesk(deps, officeId);
    const { maxBytes } = policyInForce(deps.rules, policyId, now()).files.identityScan;
    const megabytes = Math.floor(maxBytes / 1024 / 1024);
    const unsuitable = () => new SaoyError('identity-scan-unsuitable', { megabytes });
    const room = { bytesMax: maxBytes, filesMax: 1, tooLarge: unsuitable };
    const { files, fields } = await takeUpload(c, room, openForm);
    const { ticket, code, ...facts } = readFacts(fields.get('facts'));
    const [scan = new Uint8Array()] = files;
    const scanKind = await identityScanKind(scan);
    if (!scanKind) throw unsuitable();
    const bound = [signedIn.personId, officeId, facts.identifier, facts.phone];
    const row = await codes.check({ purpose: 'desk', ticket, bound }, code, c.var.clientAddress);
    const secretId = randomUUID();
    const key = await keyFor(settings.secretsKeyFile, 'first-passwords');
    const passwordHash = await hash(firstPasswordOf(key, secretId));
    const scanHash = await store.put(scan);
    const { bornOn, ...citizen } = facts;
    const personId = await inTransaction(db, async (inside) => {
      await codes.spend(inside, row);
      return recordDeskAccount(inside, {
        ...{ officeId, madeBy: signedIn.personId, madeAt: new Date(now()) },
        ...{ bornOn, scanHash, scanKind, secretId },
        citizen: { ...citizen, passwordHash, mustChangePassword: true },
      });
    });
    if (personId === null) throw new SaoyError('citizen-has-account');
    return c.json({ personId }, 200);
  });
};

function readFacts(text: string | undefined): z.output<typeof newDeskAccountSchema> {
  let read: unknown;
  try {
    read = JSON.parse(text ?? '');
  } catch {
    throw new SaoyError('input-invalid', { field: 'facts', reason: 'phải là JSON' });
  }
  const parsed = newDeskAccountSchema.safeParse(read);
  if (!parsed.success) throw inputInvalid(parsed.error);
  return parsed.data;
}
