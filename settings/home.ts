import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where this installation keeps its data: `SAOY_HOME`, or `.saoy/` in the checkout; absolute. */
export function readHome(env: Record<string, string | undefined> = process.env): string {
  return absolute(env['SAOY_HOME'] || '.saoy');
}

/** Root of the checkout, from the source as from dist/. */
export function checkout(): string {
  const above = dirname(__dirname);
  return existsSync(join(above, 'package.json')) ? above : dirname(above);
}

/** Paths are meant from the checkout, wherever the process was started. */
export function absolute(path: string): string {
  return resolve(checkout(), path);
}
