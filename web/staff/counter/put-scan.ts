import type { Dossier } from '../../../api/dossiers/contract';
import { act } from '../../server/client';
import type { HandedFile } from './handed-files';

/**
 * Puts the scan of the original to its dossier. Throws ApiProblem with a `scan-…` or
 * `page-picture-…` code.
 * @param compared the requester brought it and it was compared with the original [T-09]
 */
export function putScan(
  dossierId: string,
  files: readonly HandedFile[],
  compared: boolean,
): Promise<Dossier> {
  const body = new FormData();
  for (const { file } of files) body.append('file', file);
  body.set('turns', files.map(({ turn }) => turn).join());
  body.set('compared', String(compared));
  return act<Dossier>(`/dossiers/${dossierId}/scan`, { method: 'PUT', body });
}
