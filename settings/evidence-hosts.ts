/**
 * `host:port` of OCSP and CRL that may stand at private addresses, from EVIDENCE_PRIVATE_HOSTS: for
 * commands that need no other setting.
 */
export function readEvidencePrivateHosts(
  env: Record<string, string | undefined> = process.env,
): string[] {
  const parts = (env.EVIDENCE_PRIVATE_HOSTS ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => /^[^\s/@]+:\d+$/.test(part));
}
