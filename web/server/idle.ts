let lastActAt = Date.now();

/** Hears when somebody does something on this page. */
export function listenForActs(): void {
  const hear = () => {
    lastActAt = Date.now();
  };
  for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const) {
    addEventListener(kind, hear, { capture: true, passive: true });
  }
}

/** Seconds since then: what the page asks by itself keeps no session open. */
export function idleSeconds(): number {
  return Math.floor((Date.now() - lastActAt) / 1000);
}
