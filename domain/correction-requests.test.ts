import { expect, test } from '@jest/globals';
import { correctionStates, decideCorrection, type CorrectionAct } from './correction-requests';

test.each([
  ['accept', 'accepted'],
  ['refuse', 'refused'],
  ['withdraw', 'withdrawn'],
] as [CorrectionAct, string][])('%s ends what waits, and again changes nothing', (act, end) => {
  for (const state of correctionStates) {
    const isOpen = state === 'asked' || state === end;
    if (isOpen) expect(decideCorrection(state, act)).toBe(end);
    else expect(() => decideCorrection(state, act)).toThrow('correction-request-over');
  }
});
