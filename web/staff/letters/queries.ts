import { queryOptions } from '@tanstack/react-query';
import type { ExtensionOptions } from '../../../api/dossiers/contract';
import type { Letter, WrittenLetter } from '../../../api/letters/contract';
import { getJson } from '../../server/client';

export function lettersQuery(officeId: string, state: Letter['state']) {
  return queryOptions({
    queryKey: ['letters', officeId, state],
    refetchInterval: 60_000,
    queryFn: ({ signal }) =>
      getJson<{ items: Letter[] }>(`/letters?officeId=${officeId}&state=${state}`, signal),
  });
}

export function letterQuery(id: string) {
  return queryOptions({
    queryKey: ['letter', id],
    queryFn: ({ signal }) => getJson<WrittenLetter>(`/letters/${id}`, signal),
  });
}

export function extensionOptionsQuery(dossierId: string) {
  return queryOptions({
    queryKey: ['extension-options', dossierId],
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      getJson<ExtensionOptions>(`/dossiers/${dossierId}/extension-options`, signal),
  });
}
