import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { boundedDriver } from './bounded-pool';
import * as batchEntities from './entities/batch';
import * as copyEntities from './entities/copy';
import * as dossierEntities from './entities/dossier';
import * as peopleEntities from './entities/people';
import * as registerEntities from './entities/register';
import * as ruleEntities from './entities/rules';
import * as scanEntities from './entities/scan';
import * as signingEntities from './entities/signing';
import * as traceEntities from './entities/trace';
import { FirstHouse1763700000000 } from './migrations/0001-first-house';
import { Clocks1763720000000 } from './migrations/0002-clocks';
import { Agents1763730000000 } from './migrations/0003-agents';
import { ScansAndMarks1763735000000 } from './migrations/0004-scans-and-marks';
import { CopiesAfterDelivery1763737000000 } from './migrations/0005-copies-after-delivery';
import { EscalationLettersPauses1763740000000 } from './migrations/0006-escalation-letters-pauses';
import { Batches1763745000000 } from './migrations/0007-batches';
import { SigningConsents1763750000000 } from './migrations/0008-signing-consents';

/** Connections per process, if it asks for no other number; MariaDB's limit is shared by some ten processes. */
const poolSizeDefault = 16;

/**
 * The database of Sao Y, not yet connected.
 * @param url `mariadb://user:password@host:port/name`, or `mysql://…` against MySQL 8.4.
 * @param poolSize as many as the process does things at once
 */
export function createDataSource(url: string, poolSize = poolSizeDefault): DataSource {
  return new DataSource({
    type: url.startsWith('mysql:') ? 'mysql' : 'mariadb',
    url,
    // mysql2 would otherwise read and write instants in the zone of the host.
    timezone: 'Z',
    // Calendar days stay text: as Date they would follow the host's zone.
    dateStrings: ['DATE'],
    charset: 'utf8mb4',
    driver: boundedDriver,
    poolSize,
    connectTimeout: 5_000,
    synchronize: false,
    entities: [
      ...Object.values(peopleEntities),
      ...Object.values(dossierEntities),
      ...Object.values(copyEntities),
      ...Object.values(batchEntities),
      ...Object.values(registerEntities),
      ...Object.values(ruleEntities),
      ...Object.values(scanEntities),
      ...Object.values(signingEntities),
      ...Object.values(traceEntities),
    ],
    migrations: [
      FirstHouse1763700000000,
      Clocks1763720000000,
      Agents1763730000000,
      ScansAndMarks1763735000000,
      CopiesAfterDelivery1763737000000,
      EscalationLettersPauses1763740000000,
      Batches1763745000000,
      SigningConsents1763750000000,
    ],
    migrationsTransactionMode: 'each',
  });
}
