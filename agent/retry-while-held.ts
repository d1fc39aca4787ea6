/** What Windows says of a file that another program (a virus scanner, an indexer) has open. */
const heldCodes = ['EPERM', 'EACCES', 'EBUSY'];
const tries = 40;
const pauseMs = 50;

/**
 * Does it, and again for up to two seconds while another program holds the file; scanners look at each
 * file that was just written. It blocks: a sequence number must be on disk before anything else happens.
 * @throws what the last try threw
 */
export function retryWhileHeld<T>(act: () => T): T {
  for (let tried = 1; ; tried++) {
    try {
      return act();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (tried === tries || !heldCodes.includes(code)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}
