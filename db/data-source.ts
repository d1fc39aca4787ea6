import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { boundedDriver } from './bounded-pool';
import * as entities from './entities';
import * as migrations from './migrations';

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
    entities: Object.values(entities),
    migrations: inOrder(Object.values(migrations)),
    migrationsTransactionMode: 'each',
  });
}

/** By the instant at the end of their names, as they run. */
function inOrder<Migration extends { name: string }>(unsorted: Migration[]): Migration[] {
  const instant = ({ name }: Migration) => Number(/\d+$/.exec(name)?.[0]);
  return unsorted.sort((one, other) => instant(one) - instant(other));
}
