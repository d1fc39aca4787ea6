import { SaoyError } from '../domain/problem';
import type { TokenCertificate, TokenSigner } from '../tokens/pkcs11/token-signer';
import type { ItemOutcome, OfferedRequest, SigningItem } from '../tokens/agent/protocol';
import { readSignedAttributes } from './read-signed-attributes';

/** What the officer sees before typing the PIN. */
export interface ShownItem {
  dossier: string;
  initials: string;
  pages: number;
  /** Digest of the document in hex, as the page shows it. */
  documentDigest: string;
}

/** What became of an item, and here, with all it says, why there is no signature. */
export interface SignedItem {
  outcome: ItemOutcome;
  error?: SaoyError;
}

/** Shows what is asked and takes the PIN; undefined declines or was too late. The caller wipes it. */
export type AskPin = (request: {
  step: 'sign' | 'seal';
  tokenLabel: string;
  items: ShownItem[];
  expiresInMs: number;
}) => Promise<Uint8Array | undefined>;

/**
 * Has the officer sign one request on the token that holds the certificate it names: each item is
 * checked, all are shown, one PIN is taken. A PIN that the token refuses ends the request.
 * @param gone aborts when the request does not stand any more: then nothing is signed
 * @returns what became of each item
 */
export async function signRequest(
  signer: TokenSigner,
  request: OfferedRequest,
  askPin: AskPin,
  gone: AbortSignal,
): Promise<SignedItem[]> {
  const startedAt = performance.now();
  const leftMs = () => request.expiresInMs - (performance.now() - startedAt);
  let pin: Uint8Array | undefined;
  try {
    const found = await findCertificate(signer, request.certificateFingerprint);
    const readable = request.items.map((item) => ({ item, ...check(item, found.certificate) }));
    const shown = readable.flatMap(({ shown }) => (shown ? [shown] : []));
    if (shown.length === 0) return request.items.map(({ itemId }) => refused(itemId));
    const { step } = request;
    pin = await askPin({ step, tokenLabel: found.token, items: shown, expiresInMs: leftMs() });
    if (gone.aborted || leftMs() <= 0)
      return failAll(request, new SaoyError('agent-request-closed'));
    if (!pin) return failAll(request, new SaoyError('agent-declined'));
    const typedAt = Date.now();
    const signed: SignedItem[] = [];
    for (const { item, shown } of readable)
      signed.push(
        shown
          ? await signItem(signer, found.token, request, item, { pin, typedAt })
          : refused(item.itemId),
      );
    return signed;
  } catch (error) {
    // The token is not there, or what it says counts for every item.
    // A prompt that could not be shown answers nothing.
    const counts = error instanceof SaoyError && error.code !== 'agent-terminal-closed';
    if (counts) return failAll(request, error);
    throw error;
  } finally {
    pin?.fill(0);
  }
}

async function signItem(
  signer: TokenSigner,
  tokenLabel: string,
  request: OfferedRequest,
  item: SigningItem,
  { pin, typedAt }: { pin: Uint8Array; typedAt: number },
): Promise<SignedItem> {
  try {
    const signature = await signer.sign({
      tokenLabel,
      key: { fingerprint: request.certificateFingerprint },
      pin,
      pinTypedAt: typedAt,
      mechanism: request.mechanism,
      content: { data: Buffer.from(item.toBeSigned, 'base64') },
    });
    const encoded = Buffer.from(signature).toString('base64');
    return { outcome: { itemId: item.itemId, signature: encoded } };
  } catch (error) {
    if (!(error instanceof SaoyError)) throw error;
    return failure(item.itemId, error);
  }
}

async function findCertificate(
  signer: TokenSigner,
  fingerprint: string,
): Promise<{ token: string; certificate: TokenCertificate }> {
  for (const { label } of await signer.listTokens()) {
    const certificates = await signer.readCertificates(label);
    const certificate = certificates.find((candidate) => candidate.fingerprint === fingerprint);
    if (certificate) return { token: label, certificate };
  }
  throw new SaoyError('token-absent', { token: 'có chứng thư đã chọn' });
}

function check(item: SigningItem, { der }: TokenCertificate): { shown: ShownItem | undefined } {
  try {
    const digest = readSignedAttributes(Buffer.from(item.toBeSigned, 'base64'), der);
    const { dossier, initials, pages } = item;
    return { shown: { dossier, initials, pages, documentDigest: digest.toString('hex') } };
  } catch {
    return { shown: undefined };
  }
}

function refused(itemId: string): SignedItem {
  return failure(itemId, new SaoyError('agent-content-refused'));
}

function failAll(request: OfferedRequest, error: SaoyError): SignedItem[] {
  return request.items.map(({ itemId }) => failure(itemId, error));
}

function failure(itemId: string, error: SaoyError): SignedItem {
  const { code, params } = error;
  const { triesLeft } = params;
  return {
    outcome: typeof triesLeft === 'number' ? { itemId, code, triesLeft } : { itemId, code },
    error,
  };
}
