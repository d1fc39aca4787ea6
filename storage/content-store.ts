/** Scans and copies, each kept under the SHA-256 of its bytes: written once, never changed. */
export interface ContentStore {
  /**
   * Keeps `bytes` and gives their SHA-256 in lower-case hex; safe to repeat. Kept for good when it resolves,
   * and never seen in part.
   * @throws SaoyError `storage-full`, `storage-unavailable`; then nothing of it is left behind
   */
  put(bytes: Uint8Array): Promise<string>;
  /** Keeps what a file holds, as `put` does, in memory that does not grow with it. @throws as `put` */
  putFile(path: string): Promise<string>;
  /**
   * @param allocate makes the memory that the bytes are read into, where they are to be worked on
   * @throws SaoyError `content-missing`, or `content-damaged` where the bytes no longer fit the hash;
   *   `storage-unavailable`
   */
  get(hash: string, allocate?: (length: number) => Uint8Array): Promise<Uint8Array>;
  /** Its length in bytes. @throws SaoyError `content-missing`, `storage-unavailable` */
  sizeOf(hash: string): Promise<number>;
  /**
   * Reads it part by part as it is asked for, in memory that does not grow with it. All of it is read from the
   * storage whatever part is wanted, and the last part comes only where the whole fits the hash: what is damaged is
   * never seen to its end.
   * @throws SaoyError as `get`, at the first part or a later one
   */
  read(hash: string, range?: ByteRange): AsyncIterable<Uint8Array>;
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

/** Places of bytes from 0, both of them inside. */
export interface ByteRange {
  first: number;
  last: number;
}

export interface StoredContent {
  hash: string;
  bytes: number;
  writtenAt: Date;
}
