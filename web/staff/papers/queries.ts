import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { DossierPapers, Paper, PaperRequest } from '../../../api/papers/contract';
import type { Stage } from '../../../domain/process';
import { act, fetchFile, getJson, postForFile } from '../../server/client';
import { printPdfs } from './print-pdf';

/** @param stage what can be made follows it */
export function papersQuery(dossierId: string, stage: Stage) {
  return queryOptions({
    queryKey: ['papers', dossierId, stage],
    queryFn: ({ signal }) => getJson<DossierPapers>(`/dossiers/${dossierId}/papers`, signal),
  });
}

/** A paper before it is issued; null: nothing to show yet. */
export function previewQuery(path: string, body: object | null) {
  return queryOptions({
    queryKey: ['paper-preview', path, body],
    gcTime: 0,
    retry: false,
    enabled: body !== null,
    queryFn: async () => fileOf(await postForFile(path, body ?? {})),
  });
}

/** An issued paper to look at. */
export function paperFileQuery(id: string) {
  return queryOptions({
    queryKey: ['paper-file', id],
    gcTime: 0,
    queryFn: async () => fileOf(await fetchFile(`/papers/${id}/view.pdf`)),
  });
}

export function issuePaper(dossierId: string, body: PaperRequest): Promise<Paper> {
  return act<Paper>(`/dossiers/${dossierId}/papers`, { body });
}

/** Writes the print down and prints it. */
export async function printPapers(ids: readonly string[]): Promise<void> {
  const files: Blob[] = [];
  for (const id of ids) {
    const { prints } = await act<Paper>(`/papers/${id}/prints`);
    const last = prints.at(-1)?.ordinal ?? 1;
    files.push(await (await fetchFile(`/papers/${id}/prints/${last}`)).blob());
  }
  await printPdfs(files);
}

/** What a page shows of papers is read anew. */
export function refreshPapers(client: QueryClient): void {
  for (const name of ['papers', 'timeline', 'letters', 'letter']) {
    void client.invalidateQueries({ queryKey: [name] });
  }
}

async function fileOf(answer: Response): Promise<File> {
  return new File([await answer.blob()], 'giay.pdf', { type: 'application/pdf' });
}
