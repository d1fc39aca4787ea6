import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FetchPolicy } from '../../evidence/fetch-bounded';
import { parseTrustList, type TrustListData } from './trust-list';
import { dayOf, formatDate } from '../../../time/time';

export interface Trust {
  list: TrustListData;
  /** Who may be asked for missing evidence: the hosts of the list; without a list, nobody. */
  fetchPolicy: FetchPolicy;
}

/** Where trust is kept, as the settings name it. */
export interface TrustFiles {
  /** PEM. */
  trustAnchorsFile: string;
  /** JSON; none: the anchors alone. */
  trustListFile?: string | undefined;
  /** `host:port` of evidence that may stand at private addresses. */
  evidencePrivateHosts: string[];
}

/**
 * Whom this installation trusts: its trust list, and beside it the anchors of its own tokens, as if
 * accredited for as long as their certificates last. Read each time: an authority is added without
 * a restart.
 * @throws Error where the list is wrong: nothing is verified with half a list
 */
export async function readTrust(files: TrustFiles, now: number): Promise<Trust> {
  const { trustAnchorsFile, trustListFile, evidencePrivateHosts } = files;
  const kept: TrustListData | null = trustListFile
    ? parseTrustList(JSON.parse(await readFile(trustListFile, 'utf8')))
    : null;
  const pem = await readFile(trustAnchorsFile, 'latin1');
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const known = new Set(kept?.authorities.map(({ certificate }) => certificate));
  const own = blocks.map(ownAuthority).filter(({ certificate }) => !known.has(certificate));
  const evidenceHosts = kept?.evidenceHosts ?? [];
  return {
    list: {
      issued: kept?.issued ?? dayAt(now),
      authorities: [...(kept?.authorities ?? []), ...own],
      evidenceHosts,
    },
    fetchPolicy: { hosts: evidenceHosts, privateHosts: evidencePrivateHosts },
  };
}

function ownAuthority(pem: string): TrustListData['authorities'][number] {
  const certificate = new X509Certificate(pem);
  return {
    name: certificate.subject.split('\n').at(-1)?.replace(/^\w+=/, '') ?? '',
    kind: 'own',
    services: ['certificates', 'time-stamps'],
    certificate: certificate.raw.toString('base64'),
    validFrom: dayAt(Date.parse(certificate.validFrom)),
    validTo: dayAt(Date.parse(certificate.validTo)),
    source: 'TRUST_ANCHORS_FILE',
  };
}

/** `YYYY-MM-DD` at UTC+7. */
function dayAt(time: number): string {
  return formatDate(dayOf(time));
}
