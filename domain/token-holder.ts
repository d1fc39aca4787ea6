import { SaoyError } from './problem';

/**
 * A leader's token at our server signs for one person alone: whom an administrator has declared.
 * @param holderId null: nobody is declared
 * @throws SaoyError `token-holder-missing`, `token-of-another`
 */
export function requireHolder(label: string, holderId: string | null, signerId: string): void {
  if (holderId === null) throw new SaoyError('token-holder-missing', { token: label });
  if (holderId !== signerId) throw new SaoyError('token-of-another', { token: label });
}
