import { readFileSync } from 'node:fs';
import type { Settings } from './settings';

/**
 * What a connection to Temporal speaks TLS with, as its client takes it; null: it speaks plainly. Read at each
 * connection, so that a renewed certificate is taken.
 */
export function readTemporalTls({ caFile, certFile, keyFile }: Settings['temporal']) {
  if (caFile === undefined) return null;
  return {
    serverRootCACertificate: readFileSync(caFile),
    ...(certFile !== undefined &&
      keyFile !== undefined && {
        clientCertPair: { crt: readFileSync(certFile), key: readFileSync(keyFile) },
      }),
  };
}
