import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');
const notCode = new Set(['node_modules', 'dist', '.saoy', 'docs', 'coverage', '.git']);

/** What starts a program: `node:child_process`, and in set-up the question whether it is there and a step's `run`. */
const first = ['spawn', 'spawnSync', 'execFile', 'execFileSync', 'fork', 'findOnPath', 'step.run'];

interface Declared {
  name: string;
  from: string;
  neededFor: string;
  unless?: string;
}

const sources = listSources(root).map((path) =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true),
);
/** By file: the names in it that start the program which is their first argument. */
const starters = new Map(sources.map(({ fileName }) => [fileName, new Set(first)]));
growStarters();

// On a machine with nothing else, a program that is missing here is missing there.
test('every program that the code starts is declared', () => {
  const started = new Map<string, string[]>();
  for (const source of sources) {
    for (const name of listStarted(source)) {
      started.set(name, [...(started.get(name) ?? []), relative(root, source.fileName)]);
    }
  }
  const { needed, notInstalled } = readDeclaration();
  const names = new Set([...needed.map(({ name }) => name), ...notInstalled]);
  expect([...started].filter(([name]) => !names.has(name))).toEqual([]);
});

test('every program that is declared is named by the code that starts it', () => {
  const named = new Set(sources.flatMap(listLiterals).map((text) => text.split('/').at(-1)));
  const programs = readDeclaration()
    // npm starts the others.
    .needed.filter(({ name, neededFor }) => neededFor !== 'packages' && !/[ /]/.test(name));
  expect(programs.filter(({ name }) => !named.has(name))).toEqual([]);
});

test('what the product starts is not declared for the tests alone', () => {
  const { needed } = readDeclaration();
  const running = new Set(
    needed.filter(({ neededFor }) => neededFor !== 'tests').map(({ name }) => name),
  );
  const forTests = needed.filter(({ neededFor }) => neededFor === 'tests');
  const product = sources.filter(({ fileName }) => isOfTheProduct(relative(root, fileName)));
  const started = new Set(product.flatMap(listStarted));
  expect(forTests.filter(({ name }) => started.has(name) && !running.has(name))).toEqual([]);
});

test('the image of a deployment holds what the product starts', () => {
  const image = readFileSync(join(root, 'docker', 'Dockerfile'), 'utf8')
    .split(/^FROM /m)
    .at(-1)!;
  const wanted = readDeclaration().needed.filter(
    ({ neededFor, unless, from }) =>
      // Its base image brings these two; MariaDB and SoftHSM are replaced by settings.
      neededFor === 'running' && !unless && !['util-linux', 'tar'].includes(from),
  );
  expect(wanted.filter(({ from }) => !image.includes(` ${from} `))).toEqual([]);
});

function isOfTheProduct(path: string): boolean {
  const isTest = /\.test\.ts$|^(test|bench)\//.test(path);
  const isSetUp = /^scripts\/(setup\/|[^/]+\.mjs$)/.test(path);
  return !isTest && !isSetUp;
}

/** The declaration is a module of Node's own kind, which jest does not load. */
function readDeclaration() {
  const script = `import('./scripts/setup/programs.mjs').then((all) => console.log(JSON.stringify(all.declaration)))`;
  const output = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
  return JSON.parse(output) as { needed: Declared[]; notInstalled: string[] };
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return notCode.has(entry.name) ? [] : listSources(path);
    return /\.(ts|mts|mjs|cjs)$/.test(entry.name) ? [path] : [];
  });
}

function listLiterals(source: ts.SourceFile): string[] {
  if (source.fileName.endsWith('/programs.mjs')) return [];
  const found: string[] = [];
  visit(source, (node) => {
    if (ts.isStringLiteralLike(node)) found.push(node.text);
  });
  return found;
}

/** Names given to a starter as they are, or as the `command` of a part that is kept running. */
function listStarted(source: ts.SourceFile): string[] {
  const found: string[] = [];
  visit(source, (node) => {
    if (ts.isCallExpression(node) && startersOf(source).has(nameOfCallee(node))) {
      found.push(...listNames(node.arguments[0]));
    }
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'command') {
      found.push(...listNames(node.initializer));
    }
  });
  return found;
}

/** A literal; of a choice or a list to find it in, every literal; of a path, the last word. */
function listNames(node: ts.Node | undefined): string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) {
    const name = node.text.split('/').at(-1) ?? '';
    return /^[a-z][\w.+-]*$/.test(name) && !/\.[a-z]+$/.test(name) ? [name] : [];
  }
  if (ts.isConditionalExpression(node)) {
    return [...listNames(node.whenTrue), ...listNames(node.whenFalse)];
  }
  if (ts.isCallExpression(node) && nameOfCallee(node) === 'findProgram') {
    const [places] = node.arguments;
    return places && ts.isArrayLiteralExpression(places) ? places.elements.flatMap(listNames) : [];
  }
  return [];
}

/** `const run = promisify(execFile)`, every function that hands its first argument on, and who imports it. */
function growStarters(): void {
  const count = () => [...starters.values()].reduce((sum, { size }) => sum + size, 0);
  for (let before = 0; before !== count();) {
    before = count();
    for (const source of sources) visit(source, (node) => joinIfStarter(source, node));
  }
}

function joinIfStarter(source: ts.SourceFile, node: ts.Node): void {
  const known = startersOf(source);
  if (ts.isImportDeclaration(node)) return joinImported(source, node);
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isCallExpression(node.initializer)) {
    const { expression, arguments: given } = node.initializer;
    const isPromised = expression.getText() === 'promisify' && known.has(given[0]?.getText() ?? '');
    if (isPromised) known.add(node.name.getText());
  }
  if (!ts.isFunctionDeclaration(node) && !ts.isArrowFunction(node)) return;
  const name = nameOfFunction(node);
  const parameter = node.parameters[0]?.name.getText();
  if (!name || !parameter || !node.body) return;
  visit(node.body, (inner) => {
    if (!ts.isCallExpression(inner) || !known.has(nameOfCallee(inner))) return;
    // prlimit and its like get the program among their own arguments.
    const given = inner.arguments.flatMap((argument) =>
      ts.isArrayLiteralExpression(argument) ? [...argument.elements] : [argument],
    );
    if (given.some((argument) => argument.getText() === parameter)) known.add(name);
  });
}

function joinImported(
  source: ts.SourceFile,
  { importClause, moduleSpecifier }: ts.ImportDeclaration,
) {
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings) || !ts.isStringLiteral(moduleSpecifier)) return;
  const path = join(dirname(source.fileName), moduleSpecifier.text);
  const exporting = starters.get(path) ?? starters.get(`${path}.ts`);
  for (const { name } of bindings.elements) {
    if (exporting?.has(name.text)) startersOf(source).add(name.text);
  }
}

function startersOf({ fileName }: ts.SourceFile): Set<string> {
  return starters.get(fileName) ?? new Set();
}

function nameOfFunction(node: ts.Node & { name?: ts.Node }): string | undefined {
  if (node.name) return node.name.getText();
  const holder = node.parent;
  return ts.isVariableDeclaration(holder) || ts.isPropertyAssignment(holder)
    ? holder.name.getText()
    : undefined;
}

function nameOfCallee({ expression }: ts.CallExpression): string {
  return expression.getText();
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}
