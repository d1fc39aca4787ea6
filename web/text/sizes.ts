/** Bytes as "1,2 MB" or "640 kB". */
export function megabytes(bytes: number): string {
  if (bytes < 1_048_576) return `${Math.ceil(bytes / 1024)} kB`;
  return `${(bytes / 1_048_576).toFixed(1).replace('.', ',')} MB`;
}
