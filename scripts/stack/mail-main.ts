import { reportReady } from '../../settings/report-ready';
import { startMailSink } from './mail-sink';

/** The process `mail`: node mail-main.js FOLDER SMTP_PORT INBOX_PORT [HOST] */
async function main([folder = '', smtpPort, inboxPort, host]: string[]): Promise<void> {
  const ports = { smtpPort: Number(smtpPort), inboxPort: Number(inboxPort) };
  const sink = await startMailSink({ folder, ...ports, ...(host && { host }) });
  process.once('SIGTERM', () => void sink.close().then(() => process.exit(0)));
  reportReady();
}

void main(process.argv.slice(2));
