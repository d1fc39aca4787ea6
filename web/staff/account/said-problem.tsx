import { ProblemNote } from '../../look/problem-note';
import { NoPasskey } from '../../server/passkey';

/** A refusal of the server, or that the browser gave no key. */
export function SaidProblem({ error }: { error: Error | null }) {
  if (!(error instanceof NoPasskey)) return <ProblemNote error={error} />;
  return (
    <p className="note" role="alert">
      {error.message}
    </p>
  );
}
