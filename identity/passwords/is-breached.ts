import { dictionary } from '@zxcvbn-ts/language-common';
import { foldText } from '../../domain/text';

/**
 * Whether a password is one of the 49,000 that leaked most often, whatever digits and signs stand around it
 * (OWASP ASVS 5, 6.2.4 and 6.2.12). The list is read at the first question, some 30 ms and 5 MB.
 * @param folded as `foldText` writes it
 */
export function isBreached(folded: string): boolean {
  breached ??= new Set(dictionary['passwords-common'].map(coreOf).filter((core) => core !== ''));
  return breached.has(coreOf(folded));
}

let breached: Set<string> | undefined;

/** Without what is put around a word to make it long enough. */
function coreOf(password: string): string {
  return foldText(password).replace(/^[\d\s\p{P}\p{S}]+|[\d\s\p{P}\p{S}]+$/gu, '');
}
