interface Props<K extends string> {
  /** What is chosen here, for screen readers. */
  label: string;
  /** The choices in their order, by what each is called. */
  words: Readonly<Record<K, string>>;
  /** Some of them; all where nothing is said. */
  choices?: readonly K[];
  value: K | undefined;
  onChoose: (choice: K) => void;
}

/** One of a few views, side by side. */
export function Switch<K extends string>({ label, words, choices, value, onChoose }: Props<K>) {
  return (
    <div className="switch" role="group" aria-label={label}>
      {(choices ?? (Object.keys(words) as K[])).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={value === each}
          onClick={() => onChoose(each)}
        >
          {words[each]}
        </button>
      ))}
    </div>
  );
}
