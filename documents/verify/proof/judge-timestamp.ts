import type { ReasonCode } from '../reasons/reasons';
import type { HashName } from './algorithms';
import type { Certificate } from './certificate';
import type { ChainBuilder, ChainResult, Freshness, Material } from './chain';
import { checkCms, contentTypes, readTimeStampInfo } from './cms';
import { hexOf, tryRead } from './der';

/** A time stamp token and what was found out about it. */
export interface JudgedTimestamp {
  reasons: ReasonCode[];
  /** Milliseconds since 1970; undefined where the token cannot be read. */
  time: number | undefined;
  authority: Certificate | undefined;
  chain: ChainResult | undefined;
}

const timeStampingUsage = '1.3.6.1.5.5.7.3.8';

/**
 * Judges a token (RFC 3161) over given data, its authority as of a time at which the token is known
 * to have existed: the time of a newer stamp over it, or now.
 * @param options.provenAt milliseconds since 1970
 */
export async function judgeTimestamp(options: {
  token: Uint8Array;
  padded: boolean;
  digestOf: (hash: HashName) => Promise<Uint8Array>;
  chains: ChainBuilder;
  material: Material;
  provenAt: number;
  freshness: Freshness;
}): Promise<JudgedTimestamp> {
  const cms = await checkCms({
    bytes: options.token,
    padded: options.padded,
    contentType: contentTypes.timeStamp,
  });
  const info = cms.content && tryRead(() => readTimeStampInfo(cms.content as Uint8Array));
  if (!info)
    return {
      reasons: ['timestamp-malformed'],
      time: undefined,
      authority: undefined,
      chain: undefined,
    };
  const reasons = new Set<ReasonCode>(cms.reasons.map(asTimestampReason));
  reasons.delete('ess-missing');
  if (cms.reasons.includes('ess-missing')) reasons.add('timestamp-malformed');
  if (!info.hash || info.hash === 'SHA-1' || info.hash === 'weak') reasons.add('timestamp-weak');
  else if (hexOf(await options.digestOf(info.hash)) !== hexOf(info.imprint))
    reasons.add('timestamp-imprint-mismatch');
  if (info.time > options.provenAt + clockToleranceMs) reasons.add('timestamp-from-future');
  const authority = cms.signer;
  if (!authority) return { reasons: [...reasons], time: info.time, authority, chain: undefined };
  if (
    !isTimestampAuthority(authority) ||
    info.time < authority.notBefore ||
    info.time > authority.notAfter
  )
    reasons.add('timestamp-authority-wrong');
  const chain = await options.chains.judge({
    leaf: authority,
    service: 'time-stamps',
    material: {
      ...options.material,
      certificates: [...options.material.certificates, ...cms.certificates],
    },
    at: options.provenAt,
    freshness: options.freshness,
  });
  for (const reason of chain.reasons) reasons.add(asAuthorityReason(reason));
  return { reasons: [...reasons], time: info.time, authority, chain };
}

/** Two clocks that both keep time may differ by this much. */
const clockToleranceMs = 60_000;

/** Only time stamping, and marked critical (RFC 3161, 2.3). */
function isTimestampAuthority(certificate: Certificate): boolean {
  const usage = certificate.extendedUsage;
  const isOnly = usage?.critical === true && usage.oids.length === 1;
  const maySign =
    !certificate.keyUsage ||
    certificate.keyUsage('digitalSignature') ||
    certificate.keyUsage('nonRepudiation');
  return isOnly && usage.oids[0] === timeStampingUsage && maySign;
}

/** Of hashes, keys and schemes, whoever used them. */
export function isAlgorithmReason(reason: ReasonCode): boolean {
  return reason === 'hash-weak' || reason === 'key-weak' || reason === 'algorithm-unsupported';
}

function asTimestampReason(reason: ReasonCode): ReasonCode {
  if (
    reason === 'signature-wrong' ||
    reason === 'digest-mismatch' ||
    reason === 'certificate-swapped'
  )
    return 'timestamp-signature-wrong';
  if (isAlgorithmReason(reason)) return 'timestamp-weak';
  if (reason.startsWith('cms-') || reason === 'certificate-missing') return 'timestamp-malformed';
  return reason;
}

function asAuthorityReason(reason: ReasonCode): ReasonCode {
  if (isAlgorithmReason(reason)) return 'timestamp-weak';
  if (reason === 'certificate-expired') return 'timestamp-expired';
  if (reason === 'chain-incomplete' || reason === 'revocation-unknown')
    return 'timestamp-untrusted';
  if (reason === 'chain-not-accredited') return 'timestamp-untrusted';
  if (reason === 'chain-broken' || reason === 'certificate-revoked')
    return 'timestamp-authority-wrong';
  return reason;
}
