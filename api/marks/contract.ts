import { z } from '@hono/zod-openapi';

const place = z.object({ x: z.number().min(0).max(210), y: z.number().min(0).max(297) });

/** Millimetres from the upper left corner of A4 to that of the mark. */
export const markPlacesSchema = z.object({ signature: place, seal: place }).openapi('MarkPlaces');

const box = place.extend({ width: z.number(), height: z.number() });

/** Where signature and seal stand on the next attestation page, and what they look like [L-06]. */
export const marksSchema = z
  .object({
    signature: box,
    seal: box,
    /** As policy has them; the office has moved them where this differs. */
    usual: z.object({ signature: box, seal: box }),
    /** Moved by hand in this office. */
    isMoved: z.boolean(),
    /** SHA-256 of the pictures; null where there is none. */
    signaturePicture: z.string().nullable(),
    sealPicture: z.string().nullable(),
  })
  .openapi('Marks');
export type Marks = z.infer<typeof marksSchema>;
