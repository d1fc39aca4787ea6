/** How personal values are shown to those who have not asked for them by an act of their own. */

/** So much of a number stays to tell it from another; of a short one nothing does. */
const lettersShown = 4;

/** `••••••••0123`: identifiers and phone numbers. */
export function maskNumber(number: string): string {
  const shown = number.length > 2 * lettersShown ? number.slice(-lettersShown) : '';
  return '•'.repeat(number.length - shown.length) + shown;
}

/** `m•••@example.vn`: whose server it is helps to find a wrong address, and tells nobody who it is. */
export function maskEmail(address: string): string {
  const at = address.lastIndexOf('@');
  return at < 1 ? '•••' : `${address.slice(0, 1)}•••${address.slice(at)}`;
}

/** Citizens' and many officers' user names are their identifiers. */
export function maskUsername(username: string): string {
  return /^\d{9,13}$/.test(username) ? maskNumber(username) : username;
}

/** What people or servers wrote, with every number and address in it masked. */
export function maskWithin(words: string): string {
  return words
    .replace(/[^\s<>()[\],;:"]+@[^\s<>()[\],;:"]+/g, maskEmail)
    .replace(/(?<!\d)\d{9,13}(?!\d)/g, maskNumber);
}

export function maskOrNone(mask: (value: string) => string, value: string | null): string | null {
  return value === null ? null : mask(value);
}
