/** How far a picture is turned clockwise before it becomes a page. */
export type Turn = 0 | 90 | 180 | 270;

/** Which picture a page was made of. */
export interface PictureFrame {
  file: number;
  /** Of a TIFF, from 0. */
  frame: number;
}

/** A page that was drawn to be compared. */
export interface DrawnPage {
  /** From 1. */
  page: number;
  /** The picture, in Netpbm's P6. */
  path: string;
  /** In points, as it is shown. */
  size: [width: number, height: number];
}

/** What a scan was made of, as it was received. */
export type LookSource =
  | { kind: 'pdf'; path: string }
  | {
      kind: 'pictures';
      files: { path: string; turn: Turn }[];
      /** Which of them, and which of its own pages, each page was made of. */
      frames: PictureFrame[];
    };
