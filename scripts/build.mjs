import { setUp } from './setup/set-up.mjs';

process.exitCode = (await setUp('build', { again: 'npm run build' })) ? 0 : 1;
