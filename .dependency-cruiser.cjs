/** The house's one-way streets (docs/adr/0001-rooms.md): who may import whom. */
const rooms =
  'domain|time|settings|deadlines|policies|identity|workflows|documents|tokens|agent|storage|db|activities|worker|ops|api|web|cli|scripts|bench|test';
const only = (from, to, { typesOf = [] } = {}) => ({
  name: `${from}-imports-only`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: `^(${rooms})/`,
    pathNot: `^(${[from, 'time', ...to, ...typesOf].join('|')})/`,
  },
});
/** Of these rooms the types alone may be named. */
const onlyTypes = (from, of) => ({
  name: `${from}-imports-types-of-${of}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^${of}/`, dependencyTypesNot: ['type-only'] },
});
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(domain|time|identity|deadlines|workflows|activities|documents|tokens|agent|db|storage)/',
        pathNot: '\\.(d|test)\\.ts$',
      },
      to: {},
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      from: { pathNot: '(\\.test\\.ts$|^test/|^bench/)' },
      to: { path: '(\\.test\\.ts$|^test/)' },
    },
    // The offset of Vietnam stands in `time` alone; everybody may ask it.
    only('time', []),
    only('domain', []),
    only('settings', ['domain']),
    only('deadlines', ['domain']),
    only('policies', ['domain', 'deadlines']),
    only('workflows', ['domain', 'deadlines', 'policies'], { typesOf: ['activities'] }),
    onlyTypes('workflows', 'activities'),
    only('documents', ['domain']),
    only('identity', ['domain']),
    only('tokens', ['domain']),
    // The officer's program holds nothing of the server but what the two say to each other.
    only('agent', ['domain', 'tokens']),
    only('storage', ['domain']),
    only('db', ['domain']),
    only('activities', [
      'domain',
      'identity',
      'deadlines',
      'policies',
      'documents',
      'tokens',
      'storage',
      'db',
    ]),
    // What it measures it names by type; whom it watches, it does not do the work of.
    only('ops', ['domain', 'settings', 'db', 'workflows'], { typesOf: ['activities'] }),
    onlyTypes('ops', 'activities'),
    {
      name: 'ops-speaks-messages',
      severity: 'error',
      from: { path: '^ops/', pathNot: '\\.test\\.ts$' },
      to: { path: '^workflows/', pathNot: '^workflows/engine/correlation-headers' },
    },
    {
      name: 'traces-are-loaded-where-they-are-wanted',
      comment:
        'Without its setting no SDK of OpenTelemetry is loaded: one file imports it, and is itself imported late.',
      severity: 'error',
      from: { path: '.', pathNot: ['^ops/traces/open-telemetry\\.ts$', '\\.test\\.ts$', '^test/'] },
      to: {
        path: [
          'node_modules/@opentelemetry/',
          'node_modules/@temporalio/interceptors-opentelemetry/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'traces-are-imported-late',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { path: '^ops/traces/open-telemetry\\.ts$', dynamic: false },
    },
    only('worker', [
      'domain',
      'identity',
      'ops',
      'settings',
      'policies',
      'workflows',
      'activities',
      'tokens',
      'documents',
      'storage',
      'db',
    ]),
    only('api', [
      'domain',
      'identity',
      'ops',
      'settings',
      'deadlines',
      'policies',
      'workflows',
      'documents',
      'tokens',
      'storage',
      'db',
    ]),
    {
      name: 'api-speaks-messages',
      severity: 'error',
      from: { path: '^api/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^workflows/',
        pathNot:
          '^workflows/(engine/task-queues|[^/]+/(catch-up|messages|refusal|start-dossier)\\.ts)',
      },
    },
    {
      name: 'rows-are-written-in-db',
      comment:
        'Who needs a row asks a function of db/<noun>; its shape alone may be named elsewhere.',
      severity: 'error',
      from: { path: `^(${rooms})/`, pathNot: ['^(db|test|bench)/', '\\.test\\.ts$'] },
      to: {
        path: ['^db/(.+/entity|entities|columns|write-row)\\.ts$', '^node_modules/typeorm/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'web-imports-types-only',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: `^(${rooms})/`,
        // What is written for both sides of the wire, and pure.
        pathNot: '^(web/|domain/|time/|documents/verify/reasons/|tokens/pin/encrypt-pin)',
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.saoy|web/dist|coverage)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
