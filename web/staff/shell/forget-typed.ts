import { forgetScans } from '../counter/kept-scan';

const prefixes = ['saoy.draft.', 'saoy.intake.'];

/**
 * Lets go of what people typed and chose on this computer, except of one who works on: the next at a shared desk
 * finds nothing of the last. An ended session alone keeps it, for the same person comes back.
 * @param keepOf id of the person whose things stay; none: nobody's do
 */
export async function forgetTyped(keepOf?: string): Promise<void> {
  const isOthers = (name: string) =>
    prefixes.some(
      (prefix) => name.startsWith(prefix) && !(keepOf && name.startsWith(`${prefix}${keepOf}.`)),
    );
  for (const name of Object.keys(localStorage).filter(isOthers)) localStorage.removeItem(name);
  await forgetScans(isOthers);
}
