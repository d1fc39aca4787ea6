import { existsSync } from 'node:fs';
import { join } from 'node:path';

const system32 = 'C:\\Windows\\System32';

/** File names of makers and certificate authorities, as their installers write them into System32. */
const windowsNames = [
  ...['viettel-ca_v6', 'viettel-ca_v5', 'viettel-ca_v4'],
  ...['vnptca_p11_v10', 'vnptca_p11_v9', 'vnptca_p11_v8', 'vnptca_p11_v7', 'vnptca_p11_v6'],
  ...['vnpt-ca_csp11', 'bkavcaetoken', 'BkavCA', 'CA2_csp11', 'ncca_csp11_v1', 'nca_v6', 'nca_v4'],
  ...['fptca_v6', 'fptca_v5', 'fptca_v4', 'fptca_v3', 'ica_csp11_v1'],
  ...['eTPKCS11', 'eps2003csp11', 'st3csp11', 'bit4xpki', 'SignatureP11'],
];

const places: Partial<Record<NodeJS.Platform, string[]>> = {
  win32: [
    ...windowsNames.map((name) => `${system32}\\${name}.dll`),
    'C:\\Program Files\\OpenSC Project\\OpenSC\\pkcs11\\opensc-pkcs11.dll',
    'C:\\SoftHSM2\\lib\\softhsm2-x64.dll',
  ],
  darwin: [
    ...['viettel-ca_v6', 'viettel-ca_v5', 'viettel-ca_v4', 'libeTPkcs11', 'libcastle.1.0.0'].map(
      (name) => `/usr/local/lib/${name}.dylib`,
    ),
    '/Library/OpenSC/lib/opensc-pkcs11.so',
    '/opt/homebrew/lib/softhsm/libsofthsm2.so',
  ],
  linux: ['/usr/lib', '/usr/lib64', '/usr/lib/x86_64-linux-gnu', '/usr/lib/softhsm'].flatMap(
    (folder) =>
      ['libeToken.so', 'libcastle.so.1.0.0', 'opensc-pkcs11.so', 'libsofthsm2.so'].map((name) =>
        join(folder, name),
      ),
  ),
};

/**
 * The token libraries that this computer has at the places where makers put them. The names come from
 * their installers; one that is missing here is named with `--module`.
 */
export function findModules(): string[] {
  return (places[process.platform] ?? []).filter((path) => existsSync(path));
}
