import { reportReady } from '../../settings/report-ready';
import { startPkiServices } from '../../tokens/pki/services';

/** The process `pki`: node pki-main.js FOLDER PORT [HOST] */
async function main([dir = '', port, host]: string[]): Promise<void> {
  const services = await startPkiServices({ dir, port: Number(port), ...(host && { host }) });
  process.once('SIGTERM', () => void services.close().then(() => process.exit(0)));
  reportReady();
}

void main(process.argv.slice(2));
