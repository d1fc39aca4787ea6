import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * `check:imports`, second half: no circle between folders (docs/adr/0009-rooms-by-noun.md). Counted is what runs:
 * imports of types leave no trace, tests are outside, and entities are a layer of their own below `db/<noun>`.
 * dependency-cruiser's own rule for folders can leave out none of these.
 */
const circles = findCircles(readEdges(process.argv[2] ?? process.cwd()));
for (const lines of circles) console.error(`Folders in a circle:\n  ${lines.join('\n  ')}`);
process.exitCode = circles.length === 0 ? 0 : 1;

/** @returns {Map<string, Map<string, string>>} from folder to folder, each with one import that leads there */
function readEdges(root) {
  const edges = new Map();
  for (const file of listRooms(root).flatMap((room) => listSources(root, room))) {
    for (const name of importsOf(join(root, file))) {
      const target = relative(root, resolveFile(resolve(root, dirname(file), name)) ?? root);
      const [from, to] = [dirname(file), dirname(target)];
      if (target === '' || target.endsWith('/entity.ts') || from === to) continue;
      if (!edges.has(from)) edges.set(from, new Map());
      edges.get(from).set(to, `${file} → ${target}`);
    }
  }
  return edges;
}

/** Rooms of the house, without what is made from them, their tests and what only starts or measures them. */
function listRooms(root) {
  const outside = /^(\..*|node_modules|dist|coverage|test|bench|scripts|docs|docker)$/;
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !outside.test(entry.name))
    .map((entry) => entry.name);
}

function listSources(root, room) {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /(?<!\.test|\.d)\.tsx?$/.test(name))
    .map((name) => join(room, name));
}

/** Relative imports of values. */
function importsOf(path) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.filter(isOfValues).map(({ moduleSpecifier }) => moduleSpecifier.text);
}

function isOfValues(statement) {
  if (!statement.moduleSpecifier?.text.startsWith('.')) return false;
  if (ts.isExportDeclaration(statement)) return !statement.isTypeOnly;
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  if (clause === undefined || clause.name !== undefined) return clause?.isTypeOnly !== true;
  const hasValue = !ts.isNamedImports(bindings) || bindings.elements.some((one) => !one.isTypeOnly);
  return !clause.isTypeOnly && hasValue;
}

function resolveFile(base) {
  return [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find(isFile);
}

function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Folders that reach each other, each group with the imports that tie it (R. Tarjan, 1972). */
function findCircles(edges) {
  const [index, low, stack, groups] = [new Map(), new Map(), [], []];
  const visit = (folder) => {
    index.set(folder, index.size);
    low.set(folder, index.get(folder));
    stack.push(folder);
    for (const next of edges.get(folder)?.keys() ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(folder, Math.min(low.get(folder), low.get(next)));
    }
    if (low.get(folder) !== index.get(folder)) return;
    const group = stack.splice(stack.indexOf(folder));
    if (group.length > 1) groups.push(group);
  };
  for (const folder of edges.keys()) if (!index.has(folder)) visit(folder);
  return groups.map((group) =>
    group.flatMap((from) => group.flatMap((to) => edges.get(from)?.get(to) ?? [])),
  );
}
