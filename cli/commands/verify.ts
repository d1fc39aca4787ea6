import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parseInstant } from '../../deadlines/parse-time';
import { createFetchEvidence } from '../../documents/verify/online/fetch-evidence';
import { reasonOf } from '../../documents/verify/reasons/reasons';
import type { VerificationReport } from '../../documents/verify/report';
import { shippedTrustList } from '../../documents/verify/trust/shipped-list';
import {
  parseTrustList,
  readTrustList,
  type TrustListData,
} from '../../documents/verify/trust/trust-list';
import { verifyCopy } from '../../documents/verify/verify-copy';
import { readEvidencePrivateHosts } from '../../settings/evidence-hosts';

const usage =
  'Usage: saoy verify FILE… [--trust PEM or LIST.json]… [--at INSTANT] [--online] [--json]; ' +
  'INSTANT as 2035-01-01T00:00:00+07:00.\n';

/**
 * `saoy verify`: the verdict on each file, a line each. Words for a person at a terminal, JSON for a
 * program. Offline unless `--online`. Exit code: 0 all valid, 1 some not valid, 2 could not.
 */
export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      trust: { type: 'string', multiple: true },
      at: { type: 'string' },
      online: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  });
  if (positionals.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  const given = await Promise.all((values.trust ?? []).map(readTrusted));
  const lists = [shippedTrustList, ...given.flatMap(({ list }) => list ?? [])];
  const options = {
    trustAnchors: given.flatMap(({ anchors }) => anchors),
    trustList: lists.flatMap(readTrustList),
    at: values.at === undefined ? Date.now() : parseInstant(values.at),
    online: values.online === true,
  };
  // Lists of one's own say whom to ask; the shipped one lets every public host be asked.
  const own = lists.slice(1);
  const policy = {
    hosts: (own.length > 0 ? own : lists).flatMap(({ evidenceHosts }) => evidenceHosts),
    privateHosts: readEvidencePrivateHosts(),
  };
  const asJson = values.json === true || !process.stdout.isTTY;
  let exitCode = 0;
  for (const file of positionals) {
    const bytes = await tryReadFile(file);
    if (!bytes) {
      exitCode = 2;
      continue;
    }
    const report = await verifyCopy(bytes, {
      ...options,
      fetchEvidence: createFetchEvidence(policy),
    });
    if (report.verdict !== 'valid') exitCode = Math.max(exitCode, 1);
    process.stdout.write(
      asJson ? `${JSON.stringify(answer(file, report))}\n` : inWords(file, report),
    );
  }
  return exitCode;
}

async function tryReadFile(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch {
    process.stderr.write(`“${file}” cannot be read.\n`);
    return undefined;
  }
}

interface Trusted {
  anchors: Uint8Array[];
  list?: TrustListData;
}

/** The certificates of a PEM file, the one of a DER file, or a trust list (docs/verification.md). */
async function readTrusted(file: string): Promise<Trusted> {
  const bytes = await readFile(file).catch(() => {
    throw new Error(`The trusted certificates “${file}” cannot be read.`);
  });
  if (file.endsWith('.json')) return { anchors: [], list: parseTrustList(parseJson(file, bytes)) };
  const blocks = bytes
    .toString('latin1')
    .matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g);
  const found = [...blocks].map(([, base64]) => Buffer.from(base64 ?? '', 'base64'));
  if (found.length > 0) return { anchors: found };
  if (bytes[0] === 0x30) return { anchors: [bytes] };
  throw new Error(`“${file}” holds no certificate, neither PEM nor DER.`);
}

function parseJson(file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error(`The trust list “${file}” is not JSON.`);
  }
}

function answer(file: string, report: VerificationReport) {
  const { verdict, intact, reasons, signatures, timestamps } = report;
  return { file, verdict, intact, reasons, signatures, timestamps };
}

const verdictWords = {
  valid: 'HỢP LỆ',
  invalid: 'KHÔNG HỢP LỆ',
  undetermined: 'CHƯA KẾT LUẬN ĐƯỢC',
};
const intactWords = {
  yes: 'nguyên vẹn',
  no: 'đã bị sửa',
  unknown: 'không rõ còn nguyên vẹn hay không',
};

function inWords(file: string, report: VerificationReport): string {
  const lines = [`${file}: ${verdictWords[report.verdict]}; ${intactWords[report.intact]}`];
  for (const reason of report.reasons) lines.push(`  – ${reasonOf(reason).vi} (${reason})`);
  for (const { field, signer, provenTime, level } of report.signatures)
    lines.push(`  ${field}: ${signer?.subject ?? '?'}, ${provenTime ?? '?'}, PAdES ${level}`);
  for (const { kind, field, time } of report.timestamps)
    lines.push(
      `  ${kind === 'document' ? 'dấu thời gian lưu trữ' : 'dấu thời gian'} ${field}: ${time ?? '?'}`,
    );
  return `${lines.join('\n')}\n`;
}
