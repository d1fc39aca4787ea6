import { expect, test } from '@jest/globals';
import { locate } from './locate';

const text = `# a file of rules
id: one

fee:
  per_page:
    - from_page: 1
      amount: 2000
    - {
        from_page: 3,
        amount: 1000,
      }
  2: two
list: [1, 2]
`;

test.each<[string, (string | number)[], number]>([
  ['the line of a key', ['id'], 2],
  ['that of the key, not of the block below it', ['fee'], 4],
  ['a key in a block', ['fee', 'per_page'], 5],
  ['an entry of a list', ['fee', 'per_page', 1], 8],
  ['a key of an entry', ['fee', 'per_page', 0, 'amount'], 7],
  ['a key in braces', ['fee', 'per_page', 1, 'amount'], 10],
  ['a key that is a number', ['fee', '2'], 12],
  ['what is absent: what stands above it', ['fee', 'per_page', 0, 'label'], 6],
  ['two steps absent', ['fee', 'cap', 'label'], 4],
  ['an entry that is not there', ['list', 7], 13],
  ['the file', [], 2],
  ['nothing that is known: the file', ['nowhere', 'at', 'all'], 2],
])('%s', (_what, path, line) => {
  expect(locate(text, path)).toBe(line);
});

test('a file without content is its first line', () => {
  expect(locate('', ['id'])).toBe(1);
  expect(locate('# nothing\n', [])).toBe(1);
});
