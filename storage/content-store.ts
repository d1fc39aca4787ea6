/** Scans and copies, each kept under the SHA-256 of its bytes: written once, never changed. */
export interface ContentStore {
  /**
   * Keeps `bytes` and gives their SHA-256 in lower-case hex; safe to repeat. Kept for good when it resolves,
   * and never seen in part.
   * @throws SaoyError `storage-full`, `storage-unavailable`; then nothing of it is left behind
   */
  put(bytes: Uint8Array): Promise<string>;
  /**
   * @param allocate makes the memory that the bytes are read into, where they are to be worked on
   * @throws SaoyError `content-missing`, or `content-damaged` where the bytes no longer fit the hash;
   *   `storage-unavailable`
   */
  get(hash: string, allocate?: (length: number) => Uint8Array): Promise<Uint8Array>;
  /** @throws SaoyError `storage-unavailable` */
  has(hash: string): Promise<boolean>;
  /** What is kept, in the order of the hashes, read as it is asked for. @throws SaoyError `storage-unavailable` */
  list(): AsyncIterable<StoredContent>;
  /**
   * Removes what is no longer needed; safe to repeat, also after a crash and side by side. It is put aside
   * first and only then is `isNeeded` asked. So whoever records a new need of the same bytes and looks for
   * them afterwards finds them missing and puts them again, or they are put back here.
   * @returns false where they are needed and stay
   * @throws SaoyError `storage-unavailable`
   */
  remove(hash: string, isNeeded: () => Promise<boolean>): Promise<boolean>;
  /** Bytes that may still be written; infinite where nobody can say. @throws SaoyError `storage-unavailable` */
  room(): Promise<number>;
}

export interface StoredContent {
  hash: string;
  bytes: number;
  writtenAt: Date;
}
