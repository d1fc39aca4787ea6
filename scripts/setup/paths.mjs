import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where this installation keeps its data (`SAOY_HOME`, or `.saoy/` in the checkout). */
export const home = resolve(root, process.env.SAOY_HOME || '.saoy');

/** What is costly to get and the same for every checkout lies in the user's cache folder. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sao-y');
