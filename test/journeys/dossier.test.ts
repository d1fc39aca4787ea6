import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Dossier } from '../../api/dossiers/contract';
import { Counter } from './counter';
import { RunningStack } from './running-stack';

let stack: RunningStack;
let counter: Counter;

beforeAll(async () => {
  stack = await RunningStack.start();
  counter = await Counter.open(stack);
}, 120_000);
afterAll(async () => {
  await stack.end();
}, 30_000);

const refusedWith = (code: string) =>
  expect.objectContaining({ problem: expect.objectContaining({ code }) as unknown });

describe('a dossier', () => {
  test('goes from the counter to the mailbox with one number, one mail and one valid copy', async () => {
    const dossier = await counter.submitted();
    expect(dossier.stage).toBe('awaiting-signature');
    expect((await counter.sign(dossier)).stage).toBe('awaiting-seal');
    const sealed = await counter.seal(dossier);
    expect(sealed.registerNumber).toMatch(/^\d{3}\/ĐT$/);
    const delivered = await counter.waitFor(dossier, 'delivered');
    expect(delivered.registerNumber).toBe(sealed.registerNumber);
    expect(await counter.mailsAbout(dossier.code)).toHaveLength(1);

    const file = await counter.fetchCopy(dossier);
    // pdfsig 22.12 knows signatures, not document time stamps.
    const report = execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
    expect(report.match(/Signature is Valid/g)).toHaveLength(2);
    expect(counter.verify(file)).toMatchObject({ verdict: 'valid', intact: 'yes' });
  });

  test('comes back from the leader, is mended and goes on with what was left of its step', async () => {
    const dossier = await counter.submitted();
    const reason = 'Trang 2 bị mờ, quét lại.';
    const returned = await counter.leader.post<Dossier>(`/dossiers/${dossier.id}/return`, {
      reason,
    });
    expect(returned).toMatchObject({ stage: 'returned', returnReason: reason });
    expect(returned.clock?.step).toBe('create');
    expect(returned.legalDue).toBe(dossier.legalDue);
    await counter.attach(dossier);
    expect((await counter.submit(dossier)).stage).toBe('awaiting-signature');
  });

  test('is refused on a legal ground, and the requester is written to', async () => {
    const dossier = await counter.accept();
    const refused = await counter.officer.post<Dossier>(`/dossiers/${dossier.id}/refuse`, {
      ground: 'damaged',
      explanation: 'Không đọc được số hiệu.',
    });
    expect(refused.stage).toBe('refused');
    expect(refused.refusal?.text).toContain('hư hỏng');
    expect(await counter.waitForMails(dossier.code)).toHaveLength(1);
  });

  test.each(['cancel', 'withdraw'] as const)('ends by %s', async (action) => {
    const dossier = await counter.accept();
    const path = `/dossiers/${dossier.id}/${action}`;
    const ended = await counter.officer.post<Dossier>(path, { reason: 'Khách đổi ý.' });
    expect(ended.stage).toBe(action === 'cancel' ? 'cancelled' : 'withdrawn');
    await expect(counter.submit(dossier)).rejects.toEqual(refusedWith('scan-missing'));
  });
});

describe('an act', () => {
  test('out of turn is refused with the stage it stands at', async () => {
    const dossier = await counter.submitted();
    await expect(counter.seal(dossier)).rejects.toEqual(refusedWith('dossier-out-of-turn'));
    await expect(counter.submit(dossier)).rejects.toEqual(refusedWith('dossier-out-of-turn'));
  });

  test('sent twice with one key acts once and answers the same', async () => {
    const dossier = await counter.accept();
    await counter.attach(dossier);
    const key = randomUUID();
    const first = await counter.submit(dossier, key);
    expect(await counter.submit(dossier, key)).toEqual(first);
  });

  test('by two people at once succeeds once', async () => {
    const dossier = await counter.submitted();
    const outcomes = await Promise.allSettled([counter.sign(dossier), counter.sign(dossier)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [lost] = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect((lost?.reason as { problem: { code: string } }).problem.code).toMatch(
      /^dossier-(busy|out-of-turn)$/,
    );
  });

  test('without the right, or on another office’s dossier, is refused', async () => {
    const dossier = await counter.submitted();
    await expect(
      counter.officer.post(`/dossiers/${dossier.id}/sign`, { encryptedPin: 'x' }),
    ).rejects.toEqual(refusedWith('right-missing'));
    await expect(counter.officer.get(`/dossiers/${randomUUID()}`)).rejects.toEqual(
      refusedWith('dossier-unknown'),
    );
  });
});

describe('the token', () => {
  test('is asked once for a wrong PIN, and the dossier waits for the right one', async () => {
    const dossier = await counter.submitted();
    const wrong = counter.sign(dossier, '00000000');
    await expect(wrong).rejects.toEqual(refusedWith('pin-wrong'));
    await wrong.catch((error: { problem: { params: { triesLeft: number } } }) => {
      expect(error.problem.params.triesLeft).toBe(4);
    });
    expect((await counter.sign(dossier)).stage).toBe('awaiting-seal');
  });

  test('that was pulled out is missed with its code, and works again when it is back', async () => {
    const dossier = await counter.submitted();
    const tokens = join(stack.home, 'tokens', 'tokens');
    renameSync(tokens, `${tokens}-out`);
    mkdirSync(tokens);
    try {
      await expect(counter.sign(dossier)).rejects.toEqual(refusedWith('token-absent'));
    } finally {
      rmdirSync(tokens);
      renameSync(`${tokens}-out`, tokens);
    }
    expect((await counter.sign(dossier)).stage).toBe('awaiting-seal');
  });

  test('takes a PIN for the dossier it was encrypted for and no other', async () => {
    const [one, other] = [await counter.submitted(), await counter.submitted()];
    const encryptedPin = await counter.encryptedPin(counter.leader, one, 'sign');
    await expect(
      counter.leader.post(`/dossiers/${other.id}/sign`, { encryptedPin }),
    ).rejects.toEqual(refusedWith('pin-context-mismatch'));
  });
});

test('an original accepted twice with one key is one dossier', async () => {
  const [key, again] = [randomUUID(), randomUUID()];
  const first = await counter.accept({}, key);
  expect(await counter.accept({}, key)).toEqual(first);
  expect((await counter.accept({}, again)).id).not.toBe(first.id);
});
