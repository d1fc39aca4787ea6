import { reportReady } from '../../settings/report-ready';
import { startPkiServices } from '../../tokens/pki/services';

/** The process `pki`: node pki-main.js FOLDER PORT */
async function main([dir = '', port]: string[]): Promise<void> {
  const services = await startPkiServices({ dir, port: Number(port) });
  process.once('SIGTERM', () => void services.close().then(() => process.exit(0)));
  reportReady();
}

void main(process.argv.slice(2));
