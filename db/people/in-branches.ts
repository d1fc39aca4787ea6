/** A condition with its parameters. */
interface Condition {
  sql: string;
  parameters: string[];
}

/** On `office o`: that it lies in one of these branches, each given by its path. */
export function inBranches(paths: readonly string[]): Condition {
  const one = '(o.path = ? OR o.path LIKE ?)';
  return {
    sql: paths.length === 0 ? 'FALSE' : `(${paths.map(() => one).join(' OR ')})`,
    parameters: paths.flatMap((path) => [path, `${path}/%`]),
  };
}

/**
 * On `person p`: that they belong or belonged to one of these branches, or have or had a right there. Asked
 * person by person, from their own rows.
 */
export function hasToDoWith(paths: readonly string[]): Condition {
  const { sql, parameters } = inBranches(paths);
  const there = (table: string) =>
    `EXISTS (SELECT 1 FROM ${table} t JOIN office o ON o.id = t.officeId WHERE t.personId = p.id AND ${sql})`;
  return {
    sql: `(${there('membership')} OR ${there('office_right')})`,
    parameters: [...parameters, ...parameters],
  };
}
