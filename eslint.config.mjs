import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** What workflow code and pure code must not touch: each would follow the host or break replay. */
const deterministicOnly = {
  'no-restricted-globals': [
    'error',
    ...['process', 'Buffer', 'fetch', 'crypto', 'structuredClone', 'setImmediate', 'Intl'].map(
      (name) => ({ name, message: `${name} is not deterministic or not in the workflow sandbox.` }),
    ),
  ],
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        {
          group: ['node:*', 'fs', 'path', 'crypto', 'os', 'zod', 'typeorm'],
          message: 'No I/O here.',
        },
      ],
    },
  ],
  'no-restricted-properties': [
    'error',
    ...['getHours', 'getMinutes', 'getDate', 'getDay', 'getMonth', 'getFullYear'].map(
      (property) => ({
        property,
        message: 'Follows the zone of the host; compute on UTC+7 integers.',
      }),
    ),
    { object: 'Math', property: 'random', message: 'Not deterministic.' },
  ],
};

// The last rule of a name that a file falls under is the only one: each list below holds those before it.
const inTimers = [
  {
    // Nobody hears of it there when it fails, and the process ends.
    selector:
      "CallExpression[callee.name=/^set(Timeout|Interval|Immediate)$/] > ArrowFunctionExpression UnaryExpression[operator='void']",
    message: 'A promise in a timer is caught there.',
  },
];
const onServer = [
  ...inTimers,
  {
    selector: "CallExpression[callee.property.name='transaction']",
    message: 'Transactions run by inTransaction or inSnapshot (db/transaction.ts).',
  },
  {
    selector: `CallExpression[callee.object.name='log'] CallExpression[callee.name='String'], CallExpression[callee.object.property.name='log'] CallExpression[callee.name='String']`,
    message: 'Hand errors to the log as `err` (ops/log.ts): a message may hold values.',
  },
];
const writes = /^\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE)\b/i;
const outsideDb = [
  ...onServer,
  {
    selector: `CallExpression[callee.property.name=/^(getRepository|createQueryBuilder)$/], CallExpression[callee.property.name='query'] > Literal[value=${writes}], CallExpression[callee.property.name='query'] > TemplateLiteral > TemplateElement:first-child[value.raw=${writes}]`,
    message: 'Rows are read and written by functions of db/<noun>.',
  },
];

export default defineConfig(
  globalIgnores(['dist/', 'web/dist/', '.saoy/', 'node_modules/', 'coverage/']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', ...inTimers],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['settings/**', 'scripts/**', 'test/**', 'bench/**', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read in settings/ only.' },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    // Browsers' own databases have transactions of another kind.
    ignores: ['db/transaction.ts', 'web/**'],
    rules: { 'no-restricted-syntax': ['error', ...onServer] },
  },
  {
    files: ['**/*.ts'],
    // Tests look at rows and bring about what no act does; the bench and a new stack set theirs up.
    ignores: ['db/**', 'web/**', 'test/**', 'bench/**', 'scripts/stack/**', '**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...outsideDb] },
  },
  {
    files: ['api/**/*.ts'],
    ignores: [
      'api/http/guarded-route.ts',
      'api/pages.ts',
      'api/public-pages/mount-public-pages.ts',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read in settings/ only.' },
        {
          property: 'param',
          message: "Read c.req.valid('param'), or serveByHand: nothing unchecked.",
        },
      ],
    },
  },
  {
    files: ['api/**/*.ts'],
    // Probes, the description itself and the pages are no routes of the contract.
    ignores: [
      'api/http/guarded-route.ts',
      'api/platform/**',
      'api/pages.ts',
      'api/public-pages/mount-public-pages.ts',
      '**/*.test.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@hono/zod-openapi',
          importNames: ['createRoute', 'defineOpenAPIRoute'],
          message: 'Routes are made by defineRoute, which wants what they need.',
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read in settings/ only.' },
        {
          property: 'param',
          message: "Read c.req.valid('param'), or serveByHand: nothing unchecked.",
        },
        {
          property: 'query',
          message: "Read c.req.valid('query'), or serveByHand: nothing unchecked.",
        },
        ...['openapi', 'get', 'post', 'put', 'patch', 'delete', 'on', 'all'].map((property) => ({
          object: 'app',
          property,
          message: 'Mount by serve or serveByHand: nothing unguarded.',
        })),
      ],
    },
  },
  { files: ['deadlines/**/*.ts'], ignores: ['**/*.test.ts'], rules: deterministicOnly },
  { files: ['workflows/**/*.ts'], ignores: ['**/*.test.ts'], rules: deterministicOnly },
  {
    files: ['cli/**', 'bench/**', 'scripts/**', '**/*.mjs', '**/*.cjs', '*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        AbortSignal: 'readonly',
        AbortController: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        performance: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  { files: ['web/**/*.tsx', 'web/**/*.ts'], extends: [reactHooks.configs.flat.recommended] },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
