/** What a code means to the one who meets it: an HTTP status and a sentence that says what to do. */
export interface ProblemText {
  status: 400 | 401 | 403 | 404 | 408 | 409 | 413 | 415 | 416 | 422 | 429 | 500 | 502 | 503;
  /** Vietnamese, with `{name}` where a parameter goes; in square brackets what is said only where it is there. */
  vi: string;
  en: string;
}
