import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PersonClient } from '../../scripts/sample/http-client';
import { Counter } from '../journeys/counter';
import { RunningStack } from '../journeys/running-stack';

/**
 * `node -r test/register-typescript.cjs test/fuzz/fuzz-api.ts SCHEMATHESIS`: strangers' requests, made from
 * the description, against a running stack with dossiers at every stage, as several roles. Seconds and
 * cases are bounded, the seed is fixed. Prints what was found; the last line counts the roles.
 */
/** The administrator last: what it is let do may take the others' rights. */
const roles = [
  'officer',
  'leader',
  'clerk',
  'supervisor',
  'citizen',
  'one-stop',
  'administrator-1',
] as const;
const secondsEach = 28;

interface Parameter {
  name: string;
  in: string;
  schema: Record<string, unknown>;
}
interface Description {
  paths: Record<string, Record<string, { parameters?: Parameter[] }>>;
  components: { schemas: Record<string, { properties?: Record<string, Record<string, unknown>> }> };
}

async function main(program: string): Promise<void> {
  const stack = await RunningStack.start();
  try {
    const counter = await Counter.open(stack);
    const ids = await makeOneOfEach(counter);
    const description = await withIds(stack.ready.url, ids);
    const file = join(stack.home, 'description.json');
    await writeFile(file, JSON.stringify(description));
    let wrong = 0;
    for (const role of roles) {
      const person = await stack.signIn(role);
      const found = await attack(program, file, stack.ready.url, person);
      print(`${found === '' ? '✓' : '✗'} as ${role}`);
      if (found !== '') print(found);
      wrong += found === '' ? 0 : 1;
    }
    print(`Fuzzed: ${roles.length - wrong} as described, ${wrong} not.`);
    process.exitCode = wrong === 0 ? 0 : 1;
  } finally {
    await stack.end();
    await rm(stack.home, { recursive: true, force: true });
  }
}

/** What a stranger would need to know: ids of things that are there, by the name of their parameter. */
async function makeOneOfEach(counter: Counter) {
  const { officer, leader, officeId, stack } = counter;
  const accepted = await counter
    .accept({
      requester: { kind: 'account', identifier: stack.account('citizen').username },
      extension: { ground: 'many-pages', days: 2 },
    })
    .catch(() => counter.accept());
  const submitted = await counter.accept();
  await counter.attach(submitted);
  await counter.submit(submitted);
  const signed = await counter.accept();
  await counter.attach(signed);
  await counter.submit(signed);
  await counter.sign(signed);
  const { items: letters } = await leader
    .get<{ items: { id: string }[] }>(`/letters?officeId=${officeId}`)
    .catch(() => ({ items: [] }));
  const { items: books } = await (
    await stack.signIn('clerk')
  ).get<{ items: { id: string }[] }>(`/books?officeId=${officeId}`);
  const { publicUrl } = await officer.get<{ publicUrl: string }>(`/dossiers/${signed.id}`);
  return {
    officeId: [officeId],
    id: [accepted, submitted, signed, ...letters].map(({ id }) => id),
    dossierId: [accepted.id, submitted.id, signed.id],
    bookId: books.map(({ id }) => id),
    publicToken: [publicUrl.split('/').at(-1) ?? ''],
  };
}

/** The description with those ids, and one that nobody has, wherever it asks for one. */
async function withIds(url: string, ids: Record<string, string[]>): Promise<Description> {
  const description = (await (await fetch(`${url}/api/openapi.json`)).json()) as Description;
  for (const operation of Object.values(description.paths).flatMap(Object.values)) {
    for (const parameter of (operation as { parameters?: Parameter[] }).parameters ?? []) {
      parameter.schema = known(parameter.name, parameter.schema);
    }
  }
  for (const { properties = {} } of Object.values(description.components.schemas)) {
    for (const [name, schema] of Object.entries(properties)) {
      // An `id` in a body is an answer's: requests name theirs in the path.
      if (schema.format === 'uuid' && name !== 'id') properties[name] = known(name, schema);
    }
  }
  return description;

  function known(name: string, schema: Record<string, unknown>): Record<string, unknown> {
    const own = ids[name];
    return own === undefined ? schema : { type: 'string', enum: [...own, randomUUID()] };
  }
}

/** One role's turn. @returns what schemathesis said; nothing where all was as described */
function attack(program: string, file: string, url: string, person: PersonClient): Promise<string> {
  const headers = Object.entries(person.headers()).flatMap(([name, value]) => [
    '-H',
    `${name}:${value}`,
  ]);
  const args = [
    ...['run', file, '--url', url, ...headers],
    // Signing out would end the turn; a stream of events never ends.
    ...['--exclude-path', '/api/session', '--exclude-path', '/api/events'],
    ...['--checks', 'no_unforeseen_answer,content_type_conformance,response_schema_conformance'],
    ...['--phases', 'coverage,fuzzing', '--mode', 'all', '--max-examples', '10'],
    ...['--max-time', `${secondsEach}`, '--seed', '1', '--no-shrink', '--continue-on-failure'],
    ...['--request-timeout', '60', '--warnings', 'off', '--no-color'],
  ];
  const options = {
    ...{ timeout: secondsEach * 4_000, maxBuffer: 1 << 26, cwd: dirname(file) },
    env: { ...process.env, SCHEMATHESIS_HOOKS: 'no_unforeseen_answer', PYTHONPATH: __dirname },
  };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) =>
      resolve(error === null ? '' : `${stdout}${stderr}`),
    );
  });
}

main(process.argv[2] ?? 'st').catch((error: unknown) => {
  print(String(error));
  process.exitCode = 1;
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
