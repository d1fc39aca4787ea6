import { expect, test } from '@jest/globals';
import { fillIn, readTenCommands } from './ten-commands';

const commands = readTenCommands();

test('the page on containers takes ten commands, and no more', () => {
  expect(commands.length).toBe(10);
});

test('they go from an empty machine to the first person, each a command of a shell', () => {
  expect(commands[0]).toMatch(/^git clone ADDRESS /);
  expect(commands.filter((command) => command.startsWith('docker compose '))).toEqual([
    'docker compose up -d --build',
    expect.stringContaining('exec api saoy setup --office'),
    expect.stringContaining('exec api saoy person create --office'),
    'docker compose exec api saoy register check',
  ]);
  expect(commands.filter((command) => /[#\\]/.test(command))).toEqual([]);
});

test('what a reader puts in is put in', () => {
  const asked = ["cp FILES.pem x && saoy setup --name '…' --to …"];
  expect(fillIn(asked, { FILES: ['/a'], '--name': ['Phường Mẫu'], '--to': ['b'] })).toEqual([
    "cp /a.pem x && saoy setup --name 'Phường Mẫu' --to b",
  ]);
});

test('a place that the trial knows nothing for is told, and so is a value that nobody asks for', () => {
  expect(() => fillIn(['cp FILES x'], {})).toThrow('“FILES”');
  expect(() => fillIn(['ls'], { FILES: ['/a'] })).toThrow('no command asks for FILES');
});
