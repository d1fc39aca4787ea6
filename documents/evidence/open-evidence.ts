import { anyPublicHost } from './fetch-bounded';
import { httpIssuerSource, type IssuerSource } from './issuers';
import { httpRevocationSource, type RevocationSource } from './revocation-client';
import { httpTimestampSource, type TimestampSource } from './timestamp-client';

/** Everybody whom a copy's evidence is asked of. */
export interface EvidenceSources {
  timestamp: TimestampSource;
  revocation: RevocationSource;
  issuers: IssuerSource;
}

/**
 * The sources that an installation's settings name.
 * @param options.refused told of each answer that was of no use, with its address, and why; no credentials
 * @param options.timeoutMs for each address, `withinMs` for all that one question asks
 */
export function openEvidence(
  settings: { tsaUrls: string[]; evidencePrivateHosts: string[] },
  options: {
    refused?: (reason: string) => void;
    now?: () => number;
    timeoutMs?: number;
    withinMs?: number;
  } = {},
): EvidenceSources {
  const policy = { ...anyPublicHost, privateHosts: settings.evidencePrivateHosts };
  return {
    timestamp: httpTimestampSource(settings.tsaUrls, options),
    revocation: httpRevocationSource({ ...options, policy }),
    issuers: httpIssuerSource({ ...options, policy }),
  };
}
