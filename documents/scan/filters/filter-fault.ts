/** Packed data that cannot be unpacked, or unpacks to more than may be. */
export class FilterFault extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'FilterFault';
  }
}
