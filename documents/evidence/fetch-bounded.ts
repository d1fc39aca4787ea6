/** What an answer may cost. */
export interface FetchBounds {
  timeoutMs: number;
  maxBytes: number;
}

/** @throws Error on any answer but 200, on redirects, on too many bytes and on time */
export function postBounded(
  url: string,
  contentType: string,
  body: Uint8Array,
  bounds: FetchBounds,
): Promise<Uint8Array> {
  const headers = { 'content-type': contentType };
  return read(url, { method: 'POST', headers, body: Buffer.from(body) }, bounds);
}

/** @throws Error as {@link postBounded} */
export function getBounded(url: string, bounds: FetchBounds): Promise<Uint8Array> {
  return read(url, { method: 'GET' }, bounds);
}

async function read(url: string, init: RequestInit, bounds: FetchBounds): Promise<Uint8Array> {
  // A redirect would lead where the certificate did not point.
  const response = await fetch(url, {
    ...init,
    redirect: 'error',
    signal: AbortSignal.timeout(bounds.timeoutMs),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`HTTP ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    if (length > bounds.maxBytes) throw new Error('answer too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
