import { absolute } from './home';

/** The folder of rules that commands read: `POLICIES_DIR`; undefined for the one of this installation. */
export function findPoliciesDir(
  env: Record<string, string | undefined> = process.env,
): string | undefined {
  return env['POLICIES_DIR'] ? absolute(env['POLICIES_DIR']) : undefined;
}
