import type { Dossier } from '../../../api/contract/dossier';
import { act } from '../../server/client';

/** Puts the scan of the original to its dossier. Throws ApiProblem with a `scan-…` code. */
export function putScan(dossierId: string, file: File): Promise<Dossier> {
  const body = new FormData();
  body.set('file', file);
  return act<Dossier>(`/dossiers/${dossierId}/scan`, { method: 'PUT', body });
}
