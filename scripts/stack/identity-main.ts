import { reportReady } from '../../settings/report-ready';
import { startIdentityProvider } from './identity-provider';

/** The process `identity`: node identity-main.js PORT API_URL, with OIDC_CLIENT_ID and OIDC_CLIENT_SECRET set */
async function main([port, apiUrl = '']: string[]): Promise<void> {
  const server = await startIdentityProvider({
    port: Number(port),
    apiUrl,
    clientId: process.env.OIDC_CLIENT_ID ?? '',
    clientSecret: process.env.OIDC_CLIENT_SECRET ?? '',
  });
  process.once('SIGTERM', () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
  reportReady();
}

void main(process.argv.slice(2));
