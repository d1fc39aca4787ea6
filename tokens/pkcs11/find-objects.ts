import type pkcs11js from 'pkcs11js';

/** Handles of the objects that match a template (at most 64). */
export function findObjects(
  library: pkcs11js.PKCS11,
  session: pkcs11js.Handle,
  template: pkcs11js.Template,
): pkcs11js.Handle[] {
  library.C_FindObjectsInit(session, template);
  try {
    return library.C_FindObjects(session, 64);
  } finally {
    library.C_FindObjectsFinal(session);
  }
}
