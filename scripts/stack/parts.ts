import { join } from 'node:path';
import { composeEnvironment } from './environment';
import { isFree, type Home } from './home';
import { dist } from './run-once';
import type { Part } from './supervisor';

/** A process of Sao Y: it says itself when it is ready, or is asked. */
export function ownPart(name: string, script: string, rest: Partial<Part>): Part {
  return {
    name,
    command: process.execPath,
    args: ['--enable-source-maps', join(dist, script)],
    says: true,
    readyWithinMs: 60_000,
    order: 1,
    graceMs: 2_000,
    ...rest,
  };
}

/** The PKI keeps its port for ever: its address stands in every certificate it has issued. */
export async function pkiPart(home: Home): Promise<Part> {
  const port = home.state.ports.pki ?? 0;
  if (!(await isFree(port)))
    throw new Error(
      `port ${port} of the development PKI is taken by another program; its address stands in every certificate. End that program and start again.`,
    );
  return withArguments(ownPart('pki', 'scripts/stack/pki-main.js', {}), [
    home.path('pki'),
    String(port),
  ]);
}

export async function mailPart(home: Home): Promise<Part> {
  const ports = [await home.keepPort('smtp'), await home.keepPort('inbox')];
  return withArguments(ownPart('mail', 'scripts/stack/mail-main.js', {}), [
    home.path('mail'),
    ...ports.map(String),
  ]);
}

/** Sends people back to where the API is found. */
export function identityPart(home: Home, env: NodeJS.ProcessEnv): Part {
  const { ports } = home.state;
  const apiUrl = env.PUBLIC_URL || `http://127.0.0.1:${ports.api}`;
  const part = ownPart('identity', 'scripts/stack/identity-main.js', {
    env: composeEnvironment(home, env),
  });
  return withArguments(part, [String(ports.identity), apiUrl]);
}

function withArguments(part: Part, args: string[]): Part {
  return { ...part, args: [...part.args, ...args] };
}
