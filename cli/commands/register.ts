import { createDataSource } from '../../db/data-source';
import { checkRegister } from '../../db/registers/check-register';
import { readDatabaseUrl } from '../../settings/database-url';

/** `saoy register check [--json]`: gaps, duplicates, altered entries, broken chains. */
export async function run(args: string[]): Promise<number> {
  const [verb, ...options] = args;
  if (verb !== 'check' || options.some((option) => option !== '--json')) {
    throw new Error('Usage: saoy register check [--json]');
  }
  const db = await createDataSource(readDatabaseUrl()).initialize();
  try {
    const books = await checkRegister(db);
    const ok = books.every(({ findings }) => findings.length === 0);
    if (options.includes('--json')) console.log(JSON.stringify({ ok, books }));
    else for (const book of books) console.log(inWords(book));
    return ok ? 0 : 1;
  } finally {
    await db.destroy();
  }
}

function inWords(book: Awaited<ReturnType<typeof checkRegister>>[number]): string {
  const title = `${book.findings.length === 0 ? '✓' : '✗'} ${book.book} (${book.office})`;
  const lines = book.findings.map(({ code, number }) => `    ${code} at number ${number}`);
  return [`${title}: ${book.entries} entries`, ...lines].join('\n');
}
