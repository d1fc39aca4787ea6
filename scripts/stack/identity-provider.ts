import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';

export interface ProviderOptions {
  port: number;
  clientId: string;
  clientSecret: string;
  /** Addresses of the API, to which people are sent back. */
  apiUrl: string;
}

/**
 * A provider of identities for development, in the shape of VNConnect: whoever types a personal number and a level
 * is that person. It proves nobody, and listens on this machine alone.
 */
export function startIdentityProvider(options: ProviderOptions): Promise<Server> {
  const { port, clientId, clientSecret, apiUrl } = options;
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${apiUrl}/sign-in-return`],
        post_logout_redirect_uris: [`${apiUrl}/my`],
        backchannel_logout_uri: `${apiUrl}/api/session/provider/logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ['sub', 'acr', 'sid'], personal_number: ['personal_number'] },
    scopes: ['openid', 'personal_number'],
    acrValues: ['1', '2'],
    // Claims stand in the ID token, as national providers give them.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: [clientSecret] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    // Its own agent refuses addresses of this machine, and here we are.
    fetch: (url, { ...options } = {}) => {
      Reflect.deleteProperty(options, 'dispatcher');
      return fetch(url, options);
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, personal_number: id }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        ...(oidc.client && { clientId: oidc.client.clientId }),
        ...(oidc.session?.accountId && { accountId: oidc.session.accountId }),
      });
      grant.addOIDCScope('openid personal_number');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    void interact(provider, request, response).catch(() => {
      response.writeHead(400).end();
    });
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    return;
  }
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const typed = new URLSearchParams(body);
  const answer = typed.has('deny')
    ? { error: 'access_denied', error_description: 'refused' }
    : { login: { accountId: typed.get('number') ?? '', acr: typed.get('level') ?? '1' } };
  await provider.interactionFinished(request, response, answer, {
    mergeWithLastSubmission: false,
  });
}

const page = `<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Định danh thử nghiệm</title>
<style>body{font:16px sans-serif;max-width:26rem;margin:10vh auto;padding:0 1rem}
label{display:block;margin:1rem 0}input,select{font:inherit;display:block;width:100%;padding:.4rem}</style>
<h1>Định danh thử nghiệm</h1>
<p>Trang này thay cho nơi cấp tài khoản định danh khi chạy thử. Nhập số của ai thì vào là người đó.</p>
<form method="post">
<label>Số định danh cá nhân <input name="number" inputmode="numeric" pattern="\\d{12}" required autofocus></label>
<label>Mức định danh <select name="level"><option value="2">Mức 2</option><option value="1">Mức 1</option></select></label>
<button>Đăng nhập</button> <button name="deny" value="1" formnovalidate>Từ chối</button>
</form>
</html>
`;
