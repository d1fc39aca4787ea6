/**
 * A database as migrations make it, to be made anew in others. To migrate each one took seconds once a hundred stood
 * beside it: for each table that changes, typeorm asks information_schema, which opens the tables of all.
 *
 * @typedef {{name: string, tables: {name: string, hasRows: boolean}[], makers: string[], triggers: string[]}} Schema
 */

/**
 * @param {import('mysql2/promise').Connection} connection
 * @param {string} name of the database
 * @returns {Promise<Schema>}
 */
export async function readSchema(connection, name) {
  await connection.query(`USE ${name}`);
  const ask = async (query) => (await connection.query(query))[0];
  const listed = await ask('SHOW FULL TABLES');
  const tables = [];
  const makers = { tables: [], views: [] };
  for (const { [`Tables_in_${name}`]: table, Table_type: type } of listed) {
    const [made] = await ask(`SHOW CREATE TABLE \`${table}\``);
    if (type === 'VIEW') makers.views.push(made['Create View']);
    else {
      makers.tables.push(made['Create Table']);
      const rows = await ask(`SELECT 1 FROM \`${table}\` LIMIT 1`);
      tables.push({ name: table, hasRows: rows.length > 0 });
    }
  }
  const triggers = [];
  for (const { Trigger } of await ask('SHOW TRIGGERS')) {
    const [made] = await ask(`SHOW CREATE TRIGGER \`${Trigger}\``);
    triggers.push(made['SQL Original Statement']);
  }
  return { name, tables, makers: [...makers.tables, ...makers.views], triggers };
}

/**
 * @param {import('mysql2/promise').Connection} connection that takes several statements at once
 * @param {string} name of an empty database
 * @param {Schema} schema
 */
export async function makeSchema(connection, name, schema) {
  await connection.query(`USE ${name}; SET foreign_key_checks = 0; ${schema.makers.join('; ')}`);
  for (const { name: table, hasRows } of schema.tables)
    if (hasRows)
      await connection.query(`INSERT INTO \`${table}\` SELECT * FROM ${schema.name}.\`${table}\``);
  for (const trigger of schema.triggers) await connection.query(trigger);
}
