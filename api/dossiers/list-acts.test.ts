import { expect, test } from '@jest/globals';
import {
  actDeclarations,
  type Right,
  rights,
  type Stage,
  stageDeclarations,
  stages,
} from '../../domain/process';
import { listActs, offeredActs, type OfferedAct, type Standing } from './list-acts';

const standing = (stage: Stage, more: Partial<Standing> = {}): Standing => ({
  ...{ stage, step: stageDeclarations[stage].step, holderId: null, waits: false },
  ...{ triesAgain: false, isAsked: false, isPaused: false, mayPause: false },
  ...{ hasUnsentMail: false, feeOwed: 0, hasCopy: false, isVoid: false, ...more },
});
const actsOf = (right: Right | readonly Right[], at: Standing, id = 'me') =>
  listActs(at, { id, rights: [right].flat() });

/** What each may do at each stage where nothing else is the matter, written out by hand. */
const usual: Partial<Record<Right, Partial<Record<Stage, OfferedAct[]>>>> = {
  create: {
    accepted: [
      'submit',
      'refuse',
      'cancel',
      'withdraw',
      'scan',
      'correct',
      'extend',
      'claim',
      'assign',
    ],
    returned: [
      'submit',
      'refuse',
      'cancel',
      'withdraw',
      'scan',
      'correct',
      'extend',
      'claim',
      'assign',
    ],
    'awaiting-signature': ['refuse', 'withdraw', 'extend', 'assign'],
    'awaiting-seal': ['withdraw', 'extend', 'assign'],
    completing: ['extend', 'assign'],
  },
  sign: {
    accepted: ['refuse', 'assign'],
    returned: ['refuse', 'assign'],
    'awaiting-signature': ['sign', 'return', 'refuse', 'claim', 'assign'],
    'awaiting-seal': ['return', 'assign'],
    completing: ['assign'],
  },
  seal: {
    accepted: ['assign'],
    returned: ['assign'],
    'awaiting-signature': ['return', 'assign'],
    'awaiting-seal': ['seal', 'return', 'claim', 'assign'],
    completing: ['claim', 'assign'],
  },
  supervise: {
    accepted: ['extend', 'assign'],
    returned: ['extend', 'assign'],
    'awaiting-signature': ['extend', 'assign'],
    'awaiting-seal': ['extend', 'assign'],
    completing: ['extend', 'assign'],
  },
};

test.each(rights.flatMap((right) => stages.map((stage) => [right, stage] as const)))(
  '%s at %s',
  (right, stage) => {
    const expected = usual[right]?.[stage] ?? [];
    expect(actsOf(right, standing(stage)).sort()).toEqual([...expected].sort());
  },
);

interface Matter {
  what: string;
  more: Partial<Standing>;
  adds?: OfferedAct[];
  takes?: OfferedAct[];
}

/** States in which something more, or less, is to be done. */
const matters: Matter[] = [
  { what: 'a fee is still to be taken', more: { feeOwed: 4_000 }, adds: ['take-fee'] },
  { what: 'a fee is to be given back', more: { feeOwed: -4_000 }, adds: ['give-back-fee'] },
  { what: 'a mail is not sent', more: { hasUnsentMail: true }, adds: ['resend-mail'] },
  { what: 'there is a copy', more: { hasCopy: true }, adds: ['revoke'] },
  { what: 'the copy was revoked', more: { hasCopy: true, isVoid: true } },
  { what: 'the policy has grounds to pause', more: { mayPause: true }, adds: ['pause'] },
  { what: 'it is tried again by itself', more: { triesAgain: true }, adds: ['try-again'] },
  {
    ...{ what: 'a signature is asked of somebody', more: { isAsked: true } },
    adds: ['stop-signing'],
    takes: [
      ...(['submit', 'sign', 'seal', 'return', 'refuse', 'cancel', 'withdraw'] as const),
      ...(['scan', 'correct', 'extend'] as const),
    ],
  },
  {
    ...{ what: 'it is paused', more: { isPaused: true, step: null }, adds: ['resume'] },
    takes: ['submit', 'sign', 'seal', 'return', 'extend', 'pause', 'claim', 'assign'],
  },
  {
    ...{ what: 'it waits for a server of others', more: { waits: true } },
    adds: ['sign-again', 'hand-over'],
    takes: ['submit', 'sign', 'seal', 'scan', 'correct'],
  },
];

test.each(
  matters.flatMap((matter) =>
    rights.flatMap((right) => stages.map((stage) => [right, stage, matter.what, matter] as const)),
  ),
)('%s at %s where %s', (right, stage, _what, { more, adds = [], takes = [] }) => {
  const before = actsOf(right, standing(stage));
  const found = actsOf(right, standing(stage, more));
  const added = adds.filter((act) => {
    if (!isProcessAct(act)) return false;
    const { from, rights: needed } = actDeclarations[act];
    // At `delivering` the mail is tried again by an act of its own.
    const isElsewhere = act === 'try-again' && stage === 'delivering';
    const hasClock = act !== 'pause' || stageDeclarations[stage].step !== null;
    return needed.includes(right) && from.includes(stage) && !isElsewhere && hasClock;
  });
  expect(found.sort()).toEqual(
    [...new Set([...before.filter((act) => !takes.includes(act)), ...added])].sort(),
  );
});

function isProcessAct(
  act: OfferedAct,
): act is Exclude<OfferedAct, 'claim' | 'take-over' | 'release' | 'assign'> {
  return act in actDeclarations;
}

test.each([
  ['nobody', null, ['create'], { claim: true, 'take-over': false, release: false, assign: true }],
  ['me', 'me', ['create'], { claim: false, 'take-over': false, release: true, assign: true }],
  [
    'another',
    'other',
    ['create'],
    { claim: false, 'take-over': true, release: false, assign: false },
  ],
  [
    'another',
    'other',
    ['create', 'supervise'],
    { claim: false, 'take-over': true, release: true, assign: true },
  ],
  [
    'another',
    'other',
    ['supervise'],
    { claim: false, 'take-over': false, release: true, assign: true },
  ],
] as const)('held by %s: %s, with %j', (_who, holderId, held, expected) => {
  const acts = actsOf(held, standing('accepted', { holderId }));
  const found = Object.fromEntries(
    Object.keys(expected).map((act) => [act, acts.some((each) => each === act)]),
  );
  expect(found).toEqual(expected);
});

test('Sao Y’s own acts are offered to nobody, and every other act of the process to somebody', () => {
  const everything = stages.flatMap((stage) =>
    [{}, ...matters.map(({ more }) => more), { holderId: 'me' }, { holderId: 'other' }].flatMap(
      (more) => actsOf(rights, standing(stage, more)),
    ),
  );
  expect([...new Set(everything)].sort()).toEqual([...offeredActs].sort());
  for (const own of ['accept', 'complete', 'deliver', 'rederive']) {
    expect(offeredActs).not.toContain(own);
  }
});
