import { useEffect, useState } from 'react';

/** What is being done, once a wait is longer than three seconds. */
export function SlowHint({ isPending, words }: { isPending: boolean; words: string }) {
  return (
    <p className="quiet" role="status">
      {isPending && <AfterThreeSeconds words={words} />}
    </p>
  );
}

function AfterThreeSeconds({ words }: { words: string }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 3_000);
    return () => clearTimeout(timer);
  }, []);
  return isLong ? words : null;
}
