/** MariaDB keeps JSON as text; the driver of today parses it, that of another server may not. */
export function valueOfJson(json: unknown): unknown {
  return typeof json === 'string' ? (JSON.parse(json) as unknown) : json;
}
