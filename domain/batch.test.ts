import { expect, test } from '@jest/globals';
import { stopsBatch } from './batch';
import { handlingOf } from './failure-handling';
import { problems } from './problem';

/** What lies with a PIN or a token, and whoever signs can do something about it. */
const ofThePin = Object.keys(problems).filter(
  (code) => /^(pin|token)-/.test(code) && handlingOf(code).call === 'signer',
);

test.each([
  // A PIN is each item's own: that it was used says nothing of the next.
  ...ofThePin.filter((code) => code !== 'pin-used'),
  ...['token-module-unusable', 'token-process-absent'],
  ...['signer-certificate-unsuitable', 'certificate-revoked'],
  ...['signing-cancelled', 'signing-expired', 'agent-declined'],
  ...['remote-pin-wrong', 'remote-refused', 'batch-stopped'],
])('after %s the next dossier of a batch is not tried', (code) => {
  expect(stopsBatch(code)).toBe(true);
});

test.each([
  ...['done', 'pin-used', 'dossier-busy', 'dossier-out-of-turn', 'dossier-paused', 'scan-missing'],
  ...['timestamp-unavailable', 'font-lacks-letter', 'copy-not-valid', 'not-a-code', ''],
])('after %s it is', (code) => {
  expect(stopsBatch(code)).toBe(false);
});
