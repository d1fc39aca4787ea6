import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { listFiles, unlessDone } from './stamp.mjs';

/** Builds the offline verifier to dist/offline-verifier.html; the API fills in its trust list. */
export const buildVerifierPage = {
  name: 'Offline verifier',
  work: async (step) => {
    const script = join(root, 'scripts', 'build-verifier.mjs');
    const inputs = [
      ...['documents/verify', 'time'].flatMap((room) =>
        listFiles(room, (path) => /(?<!\.test)\.(ts|mjs|html)$/.test(path)),
      ),
      script,
      join(root, 'package-lock.json'),
    ];
    const isThere = () => existsSync(join(root, 'dist', 'offline-verifier.html'));
    const done = await unlessDone('verifier', { inputs, isThere }, async () => {
      step.say('vite build');
      await step.run(process.execPath, [script], { cwd: root, env: { NODE_ENV: 'production' } });
    });
    return done ? 'built' : 'as built';
  },
};
