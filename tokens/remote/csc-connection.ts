import type { z } from 'zod';
import { SaoyError } from '../../domain/problem';
import { errorShape, infoShape, tokenShape } from './csc-shapes';

export interface CscAccount {
  /** Address of the API, such as `https://provider.example/csc/v2`. */
  baseUrl: string;
  clientId: string;
  clientSecret: string;
}

/** A provider asks the signer's phone meanwhile: PIN on a SIM, a tap in an app. */
const patienceMs = 120_000;
const answerBytes = 1024 * 1024;
/** A token is used no more this long before its end. */
const tokenMarginMs = 30_000;

/** HTTP and OAuth 2 towards a provider: bounded, https, no redirects, nothing retried but an ended token. */
export class CscConnection {
  private readonly baseUrl: string;
  private token: { value: string; until: number } | undefined;
  private oauthUrl: Promise<string> | undefined;

  /** @throws SaoyError `remote-address-refused` for anything but https, or http on this computer */
  constructor(private readonly account: CscAccount) {
    this.baseUrl = secureAddress(account.baseUrl);
  }

  get clientId(): string {
    return this.account.clientId;
  }

  /**
   * Calls a method that only reads; where the service's token ended early, once more with a new one.
   * @throws SaoyError `remote-provider-unavailable`, `remote-pin-wrong`, `remote-refused` {reason}
   */
  async call<T>(method: string, body: object, shape: z.ZodType<T>): Promise<T> {
    const answer = await this.ask(method, body);
    return answer.status === 401 ? this.callOnce(method, body, shape) : read(answer, shape);
  }

  /**
   * Calls a method that must not be sent twice: a PIN may be in it.
   * @param signerToken in the place of the service's own, where a signer granted one
   * @throws as `call`
   */
  async callOnce<T>(
    method: string,
    body: object,
    shape: z.ZodType<T>,
    signerToken?: string,
  ): Promise<T> {
    return read(await this.ask(method, body, signerToken), shape);
  }

  /** Where people are sent to authorize, and codes are exchanged. */
  oauthAddress(): Promise<string> {
    this.oauthUrl ??= this.readOauthAddress().catch((error: unknown) => {
      this.oauthUrl = undefined;
      throw error;
    });
    return this.oauthUrl;
  }

  /** Asks for a token (RFC 6749) in the name of our client. */
  async requestToken(grant: Record<string, string>) {
    const { clientId, clientSecret } = this.account;
    const form = new URLSearchParams({
      ...grant,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const answer = await post(`${await this.oauthAddress()}/oauth2/token`, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    });
    return read(answer, tokenShape);
  }

  private async ask(method: string, body: object, signerToken?: string): Promise<Answer> {
    const answer = await post(`${this.baseUrl}/${method}`, JSON.stringify(body), {
      'content-type': 'application/json',
      authorization: `Bearer ${signerToken ?? (await this.serviceToken())}`,
    });
    if (answer.status === 401 && signerToken === undefined) this.token = undefined;
    return answer;
  }

  private async serviceToken(): Promise<string> {
    if (this.token && this.token.until > Date.now()) return this.token.value;
    const granted = await this.requestToken({ grant_type: 'client_credentials', scope: 'service' });
    const until = Date.now() + granted.expires_in * 1000 - tokenMarginMs;
    this.token = { value: granted.access_token, until };
    return granted.access_token;
  }

  private async readOauthAddress(): Promise<string> {
    const answer = await post(`${this.baseUrl}/info`, '{}', { 'content-type': 'application/json' });
    const { oauth2 } = read(answer, infoShape);
    return secureAddress(oauth2 ?? this.baseUrl);
  }
}

interface Answer {
  status: number;
  text: string;
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', ...headers },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: response.status, text: await readBounded(response) };
  } catch (error) {
    throw new SaoyError('remote-provider-unavailable', {}, { cause: error });
  }
}

function read<T>({ status, text }: Answer, shape: z.ZodType<T>): T {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new SaoyError('remote-provider-unavailable', {}, { cause: error });
  }
  if (status >= 200 && status < 300) {
    const parsed = shape.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new SaoyError('remote-provider-unavailable', {}, { cause: parsed.error });
  }
  if (status >= 500) throw new SaoyError('remote-provider-unavailable');
  const parsed = errorShape.safeParse(body);
  const reason = parsed.success ? parsed.data.error.slice(0, 40) : String(status);
  if (reason === 'invalid_pin' || reason === 'invalid_otp') throw new SaoyError('remote-pin-wrong');
  throw new SaoyError('remote-refused', { reason });
}

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > answerBytes) throw new Error('answer too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function secureAddress(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isHere = url && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && isHere))
    throw new SaoyError('remote-address-refused');
  return address.replace(/\/+$/, '');
}
