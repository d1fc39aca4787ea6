import { fetchFile } from './client';

/** Fetches a file under /api and hands it to the browser to save. Throws ApiProblem. */
export async function downloadFile(path: string, fallbackName: string): Promise<void> {
  await saveAnswer(await fetchFile(path), fallbackName);
}

/** Hands what was fetched to the browser to save. */
export async function saveAnswer(answer: Response, fallbackName: string): Promise<void> {
  const told = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '');
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = told?.[1] ?? fallbackName;
  link.click();
  URL.revokeObjectURL(address);
}
