/** Lets `node -r ./test/register-typescript.cjs file.ts` run the checkout's sources in a process of its own. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

require('reflect-metadata');
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    configFile: join(__dirname, '..', '.swcrc'),
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};
