import { sentenceOf } from '../server/client';

/** What went wrong and what to do, as the server said it; nothing where nothing did. */
export function ProblemNote({ error }: { error: unknown }) {
  if (!error) return null;
  return (
    <p className="note note-problem" role="alert">
      {sentenceOf(error)}
    </p>
  );
}
