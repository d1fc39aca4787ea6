import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { Rules } from '../../policies/load-rules';
import type { Settings } from '../../settings/settings';
import type { ContentStore } from '../../storage/content-store';

/** What the API is given; nothing in its rooms reaches for a global. */
export interface ApiDeps {
  db: DataSource;
  /** Connects at the first call. @throws SaoyError `process-unavailable` while the server is down. */
  temporal: () => Promise<Client>;
  store: ContentStore;
  settings: Settings;
  /** Every policy and calendar, read once at the start. */
  rules: Rules;
  /** Epoch milliseconds. */
  now: () => number;
  /** Routes, codes, ids, times, addresses of clients; nothing that anybody typed. */
  log: Logger;
}
