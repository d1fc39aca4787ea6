import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stacks of failures are encoded with the rest, so that a codec may encrypt them. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
