import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { listFiles, unlessDone } from './stamp.mjs';

/** Builds the web pages to web/dist/. */
export const buildWeb = {
  name: 'Web pages',
  work: async (step) => {
    if (!existsSync(join(root, 'web', 'index.html'))) return 'nothing to build yet';
    const inputs = [
      ...listFiles('web', (path) => !/^web\/dist\/|\.test\.tsx?$/.test(path)),
      // The pages import the declared process, the clock, the PIN's seal and the verifier's words from these;
      // types leave no trace in what is built.
      ...['domain', 'time', 'tokens/pin', 'documents/verify'].flatMap((room) =>
        listFiles(room, (path) => path.endsWith('.ts')),
      ),
      join(root, 'package-lock.json'),
    ];
    const isThere = () => existsSync(join(root, 'web', 'dist', 'index.html'));
    const done = await unlessDone('web', { inputs, isThere }, async () => {
      step.say('vite build');
      const vite = join(root, 'node_modules', '.bin', 'vite');
      // As it is shipped, also where jest asks for it.
      const env = { NODE_ENV: 'production' };
      await step.run(vite, ['build', 'web', '--logLevel', 'warn'], { cwd: root, env });
    });
    return done ? 'built' : 'as built';
  },
};
