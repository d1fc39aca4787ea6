import { join } from 'node:path';
import { absolute, readHome } from './home';

/** Where the books' public logs lie: `REGISTER_DIR`, else in the home of this installation. */
export function readRegisterDir(env: Record<string, string | undefined> = process.env): string {
  return env['REGISTER_DIR']
    ? absolute(env['REGISTER_DIR'])
    : join(readHome(env), 'register', 'logs');
}
