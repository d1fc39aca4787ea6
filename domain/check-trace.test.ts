import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkTrace, isTransition, type TraceEvent } from './check-trace';
import { isFinal, type Stage, transitions } from './process';

const life: TraceEvent[] = [
  { action: 'accept', from: null, to: 'accepted' },
  { action: 'submit', from: 'accepted', to: 'awaiting-signature' },
  { action: 'return', from: 'awaiting-signature', to: 'returned' },
  { action: 'submit', from: 'returned', to: 'awaiting-signature' },
  { action: 'sign', from: 'awaiting-signature', to: 'awaiting-seal' },
  { action: 'seal', from: 'awaiting-seal', to: 'completing' },
  { action: 'complete', from: 'completing', to: 'delivering' },
  { action: 'deliver', from: 'delivering', to: 'delivered' },
];
const kinds = (events: TraceEvent[], standsAt?: string) =>
  checkTrace(events, standsAt).map(({ kind, index }) => `${kind}@${index}`);

describe('the trace of one dossier', () => {
  test('a whole life with a return conforms', () => {
    expect(checkTrace(life, 'delivered')).toEqual([]);
  });

  test.each<[string, TraceEvent[], string[]]>([
    [
      'an action nobody declared',
      [life[0]!, { action: 'approve', from: 'accepted', to: 'awaiting-seal' }],
      ['undeclared@1'],
    ],
    [
      'a declared action to another stage',
      [life[0]!, { action: 'submit', from: 'accepted', to: 'awaiting-seal' }],
      ['undeclared@1'],
    ],
    [
      'a declared action that says no stage',
      [life[0]!, { action: 'submit', from: null, to: null }],
      ['undeclared@1', 'discontinuous@1'],
    ],
    [
      'a declared action from another stage',
      [life[0]!, { action: 'sign', from: 'accepted', to: 'awaiting-seal' }],
      ['undeclared@1'],
    ],
    ['a life that begins in the middle', [life[1]!], ['discontinuous@0']],
    ['an acceptance too many', [life[0]!, life[0]!], ['discontinuous@1']],
    ['a missing step', [life[0]!, life[1]!, life[5]!], ['discontinuous@2']],
  ])('%s is reported', (_, events, expected) => {
    expect(kinds(events)).toEqual(expected);
  });

  test('a dossier that stands elsewhere than its trace ends is reported', () => {
    expect(kinds(life.slice(0, 2), 'awaiting-seal')).toEqual(['stage-differs@2']);
    expect(kinds([], 'accepted')).toEqual(['stage-differs@0']);
  });

  test('events that move no stage are not transitions', () => {
    expect(isTransition({ action: 'scan', from: null, to: null })).toBe(false);
    expect(isTransition({ action: 'sign', from: null, to: null })).toBe(true);
    expect(isTransition({ action: 'approve', from: 'accepted', to: null })).toBe(true);
    expect(isTransition({ action: 'approve', from: null, to: 'delivered' })).toBe(true);
  });

  test('every walk of the declaration conforms, and with one event left out it does not', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), fc.nat(), (choices, left) => {
        const walk = walkAlong(choices);
        const end = walk.at(-1)!.to!;
        expect(checkTrace(walk, end)).toEqual([]);
        // The last event too: then the dossier stands elsewhere than its trace ends.
        const holed = walk.filter((_, index) => index !== left % walk.length);
        expect(checkTrace(holed, end)).not.toEqual([]);
      }),
    );
  });
});

/** Takes one of the open arrows after another, twenty at most. */
function walkAlong(choices: Iterator<number>): TraceEvent[] {
  const walk: TraceEvent[] = [];
  let stage: Stage | null = null;
  while (walk.length < 20 && (stage === null || !isFinal(stage))) {
    const open = transitions.filter(({ from }) => from === stage);
    const taken = open[Number(choices.next().value) % open.length]!;
    walk.push(taken);
    stage = taken.to;
  }
  return walk;
}
