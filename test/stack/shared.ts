/**
 * Real parts for suites that need them. Each comes up once per test run, when the first suite asks,
 * and is shared; what one suite leaves in Temporal or the mail sink the next one sees.
 */

/** @returns URL of a database that is the caller's own, and empty */
export async function sharedDatabase(): Promise<string> {
  return (await ask<{ url: string }>('database')).url;
}

/** @returns URL of a database that is the caller's own, with the newest schema and nothing in it */
export async function migratedDatabase(): Promise<string> {
  return (await ask<{ url: string }>('migrated-database')).url;
}

/** A Temporal server with our search attributes. Take task queues and workflow ids of your own. */
export function sharedTemporal(): Promise<{ address: string; namespace: string }> {
  return ask('temporal');
}

/** A mail server that keeps what it is sent; `inbox` + `/messages.json` lists it. */
export function sharedMail(): Promise<{ smtp: string; inbox: string }> {
  return ask('mail');
}

export interface Trust {
  pkiFolder: string;
  pkiUrl: string;
  tsaUrl: string;
  /** PEM file. */
  trustAnchors: string;
  pkcs11Module: string;
  softhsmConf: string;
  /** PINs of the tokens labelled `leader` and `agency`. */
  pins: { leader: string; agency: string };
  /** PEM files of the key that PINs are encrypted to. */
  pinKey: string;
  pinPublicKey: string;
}

/** The development PKI with its services up, two soft tokens and a PIN key. */
export function sharedTrust(): Promise<Trust> {
  return ask('trust');
}

export interface S3Server {
  port: number;
  bucket: string;
  /** Where the server keeps what is in the bucket, a file per object. */
  folder: string;
  key: string;
  secret: string;
}

/** An S3 server with a bucket. Take a prefix of your own. */
export function sharedS3(): Promise<S3Server> {
  return ask('s3');
}

/** The program for `TestWorkflowEnvironment.createTimeSkipping`; its clock is global to one server. */
export async function timeSkippingServer(): Promise<string> {
  return (await ask<{ program: string }>('timeSkipping')).program;
}

async function ask<T>(part: string): Promise<T> {
  const answer = await fetch(`${process.env['SAOY_TEST_PARTS']}/${part}`);
  if (!answer.ok) throw new Error(`${part}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
