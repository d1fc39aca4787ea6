import { z } from 'zod';
import { createApp } from '../../api/app';
import { createDataSource } from '../../db/data-source';
import { SaoyError } from '../../domain/problem';
import { createLog } from '../../ops/log';
import { loadRules } from '../../policies/load-rules';
import { readSettings } from '../../settings/settings';
import { openStore } from '../../storage/open-store';
import type { DescribedRoute } from './render-permissions';

/** Enough for the API to describe itself: nothing is connected, read or written. */
const nowhere = {
  DATABASE_URL: 'mariadb://nobody@127.0.0.1:1/none',
  TEMPORAL_ADDRESS: '127.0.0.1:1',
  SMTP_URL: 'smtp://127.0.0.1:1',
  STORAGE_URL: 'file:///none',
  TSA_URLS: 'http://127.0.0.1:1/',
  PKCS11_MODULE: '/none',
  PKCS11_TOKENS: '[]',
  PIN_KEY_FILE: '/none',
  PIN_PUBLIC_KEY_FILE: '/none',
  TRUST_ANCHORS_FILE: '/none',
  PUBLIC_URL: 'https://saoy.example',
};

const description = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ 'x-needs': z.custom<DescribedRoute['needs']>() })),
  ),
});

/** Every route of the API's own description, with what it needs. */
export async function describeRoutes(): Promise<DescribedRoute[]> {
  const settings = readSettings(nowhere);
  const app = createApp({
    db: createDataSource(settings.databaseUrl),
    temporal: () => Promise.reject(new SaoyError('process-unavailable')),
    store: openStore(settings.storageUrl),
    settings,
    rules: loadRules(),
    now: Date.now,
    log: createLog('api', 'silent'),
  });
  const answer = await app.request('/api/openapi.json');
  const { paths } = description.parse(await answer.json());
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { 'x-needs': needs }]) => ({ method, path, needs })),
  );
}
