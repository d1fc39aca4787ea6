import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { searchAttributes } from '../../workflows/engine/search-attributes';
import type { Part } from './supervisor';

interface TemporalOptions {
  /** The `temporal` program. */
  program: string;
  folder: string;
  port: number;
  /** None: without its pages. */
  uiPort?: number;
}

/** A Temporal server for one machine, its state in a file. */
export async function prepareTemporal(options: TemporalOptions): Promise<Part> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  return {
    name: 'temporal',
    command: options.program,
    args: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
      ...['--db-filename', join(options.folder, 'temporal.db')],
      ...['--sqlite-pragma', 'journal_mode=wal', '--log-level', 'error'],
      ...(options.uiPort === undefined ? ['--headless'] : ['--ui-port', String(options.uiPort)]),
      ...Object.entries(searchAttributes).flatMap(([attribute, type]) => [
        '--search-attribute',
        `${attribute}=${type}`,
      ]),
    ],
    cwd: options.folder,
    answers: () => temporalAnswers(`127.0.0.1:${options.port}`),
    readyWithinMs: 60_000,
    order: 0,
    // What it has acknowledged is on disk: an end without grace loses nothing.
    graceMs: 5_000,
  };
}

/** A dev server forgets an ended workflow after a day; `saoy dossier rederive` reads it years later. */
export async function keepHistories(program: string, address: string): Promise<void> {
  const retention = ['-n', 'default', '--retention', '3650d'];
  const update = ['operator', 'namespace', 'update', '--address', address, ...retention];
  await promisify(execFile)(program, update);
}

/** Asks the standard gRPC health service whether the server takes work; needs no client library. */
export function temporalAnswers(address: string): Promise<boolean> {
  const service = Buffer.from('temporal.api.workflowservice.v1.WorkflowService');
  // HealthCheckRequest { service = 1 }, after gRPC's prefix of a flag and four bytes of length.
  const request = Buffer.concat([Buffer.from([0x0a, service.length]), service]);
  const prefix = Buffer.from([0, 0, 0, 0, request.length]);
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const end = (serving: boolean) => {
      session.destroy();
      resolve(serving);
    };
    session.setTimeout(2_000, () => end(false));
    session.on('error', () => end(false));
    const call = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const parts: Buffer[] = [];
    call.on('data', (part: Buffer) => parts.push(part));
    call.on('error', () => end(false));
    // HealthCheckResponse { status = 1: SERVING }.
    call.on('end', () =>
      end(
        Buffer.concat(parts)
          .subarray(5)
          .equals(Buffer.from([0x08, 1])),
      ),
    );
    call.end(Buffer.concat([prefix, request]));
  });
}
