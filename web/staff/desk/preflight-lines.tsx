import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '../../server/client';
import { tokenQuery, type TokenPurpose } from '../../server/queries';

/** What would stop a signature now, a line a check. */
export function PreflightLines({ officeId, purpose }: { officeId: string; purpose: TokenPurpose }) {
  const token = useQuery(tokenQuery(officeId, purpose));
  return (
    <ul className="preflight">
      {token.isError && <li className="fails">✕ {sentenceOf(token.error)}</li>}
      {token.data?.preflight.map((check) => (
        <li key={check.check} className={check.ok ? 'holds' : 'fails'}>
          {check.ok ? '✓' : '✕'} {check.text}
        </li>
      ))}
    </ul>
  );
}
