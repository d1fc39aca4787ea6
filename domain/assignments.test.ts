import { expect, test } from '@jest/globals';
import { type AssignmentQuestion, decideAssignment } from './assignments';

const asked: AssignmentQuestion = {
  ...{ actorId: 'a', rights: ['create'], step: 'create', holderId: null, toId: 'a' },
  ...{ toRights: ['create'], takeOver: false },
};

test.each([
  ['nobody’s is claimed', {}, 'done'],
  ['one’s own again', { holderId: 'a' }, 'same'],
  ['another’s is not taken unawares', { holderId: 'b' }, 'held'],
  ['another’s is taken by who knows', { holderId: 'b', takeOver: true }, 'done'],
  ['one’s own is given back', { holderId: 'a', toId: null }, 'done'],
  ['one’s own is handed on', { holderId: 'a', toId: 'c' }, 'done'],
  ['another’s is not given back', { holderId: 'b', toId: null }, 'held'],
  [
    'another’s is not handed on, even knowingly',
    { holderId: 'b', toId: 'c', takeOver: true },
    'held',
  ],
  ['a supervisor hands on', { rights: ['supervise'], holderId: 'b', toId: 'c' }, 'done'],
  ['a leader gives back', { rights: ['sign'], holderId: 'b', toId: null }, 'done'],
  ['only to who holds the right', { toId: 'c', toRights: ['seal'] }, 'no-right'],
] satisfies [string, Partial<AssignmentQuestion>, string][])('%s', (_, change, outcome) => {
  expect(decideAssignment({ ...asked, ...change })).toBe(outcome);
});
