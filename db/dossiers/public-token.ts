/** Whether a text can be the public code of a dossier: what is no ASCII the database would not even compare. */
export function isPublicToken(text: string): boolean {
  return /^[\w-]{1,40}$/.test(text);
}
