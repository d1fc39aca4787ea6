import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Dossier } from '../../db/dossiers/entity';
import { recordScan } from '../../db/scans/record-scan';
import {
  hashOfFiles,
  intakeScan,
  type HandedFile,
  type TakenScan,
  type Turn,
} from '../../documents/scan/intake-scan';
import { type ScanLimits, usualScanLimits } from '../../documents/scan/child/run-bounded';
import { measureDocumentWork } from '../../ops/metrics/document-metrics';
import { SaoyError } from '../../domain/problem';
import { mayAct, stageDeclarations } from '../../domain/process';
import { getPinnedPolicy } from '../../policies/pinned-rules';
import { describeResponses, json } from '../http/responses';
import { defineRoute, serveByHand } from '../http/guarded-route';
import { dossierSchema } from './contract';
import type { ApiDeps } from '../http/deps';
import type { Mount } from '../http/env';
import { Semaphore } from '../http/semaphore';
import { openForm, type ReadForm, takeUpload } from '../http/read-upload';
import { getDossierView } from './view';
import { viewFee } from '../counter/view-fee';
import { dossierPath } from '../http/dossier-path';

/** Each may hold some 100 MB and two qpdf processes. Bytes of those that wait are bounded by `Uploads`. */
const intakes = { atOnce: 3, waitingMax: 60 };

const route = defineRoute('dossier.scan', {
  method: 'put',
  path: '/api/dossiers/{id}/scan',
  tags: ['dossiers'],
  summary:
    'Attach the scan of the original, a PDF or its pages as pictures; replaces the one before, until it is submitted',
  request: {
    params: dossierPath,
    body: {
      required: true,
      content: {
        'multipart/form-data': {
          schema: z.object({
            file: z
              .array(z.string().openapi({ format: 'binary' }))
              .openapi({ description: 'One PDF; or JPEG, PNG and TIFF pages in their order' }),
            turns: z.string().optional().openapi({
              description: 'Degrees clockwise for each file, with commas: 0,90,180',
            }),
            compared: z.enum(['true', 'false']).optional().openapi({
              description: 'The requester brought it; I compared it with the original',
            }),
            countPages: z.enum(['true', 'false']).optional().openapi({
              description:
                'The original has as many pages as this scan: the declared number and the fee follow it',
            }),
          }),
        },
      },
    },
  },
  responses: describeResponses({ 200: json(dossierSchema, 'The dossier with its scan') }),
});

/**
 * The scan is judged and rewritten plainly at once, so that the first error about the file is said
 * while the citizen is still there. Both forms are kept by their hash.
 */
export const mountPutScan: Mount = (app, deps) => {
  const semaphore = new Semaphore(intakes);
  // Registered by hand: the router would read the whole form before anybody was authorised.
  serveByHand(app, deps, route, async (c, { dossier, signedIn }) => {
    if (!mayAct('scan', dossier.stage)) {
      throw new SaoyError('dossier-out-of-turn', { stage: stageDeclarations[dossier.stage].vi });
    }
    const limits = limitsOf(deps, dossier.policy);
    const room = {
      bytesMax: limits.maxBytes,
      filesMax: limits.maxPages,
      tooLarge: () => tooLarge(limits),
    };
    const intake = async (form: ReadForm) => {
      const { files, compared, countPages } = await readHanded(form);
      const scan = await measureDocumentWork('intake', () => intakeScan(files, limits));
      checkKinds(scan, limits.types);
      const keep = async () => {
        await Promise.all(files.map(({ bytes }) => deps.store.put(bytes)));
        return deps.store.put(scan.pdf);
      };
      const hash = await keep();
      await recordScan(deps.db.manager, {
        dossierId: dossier.id,
        actorId: signedIn.personId,
        // Never of the request's id: a proxy or a client may give the same one twice.
        actKey: `scan:${randomUUID()}`,
        at: new Date(deps.now()),
        receivedHash: hashOfFiles(scan.files),
        hash,
        pages: scan.pages,
        bytes: scan.pdf.length,
        files: scan.files,
        archivable: scan.isArchivable,
        compared,
        declared: countPages ? declare(deps, dossier, scan.pages) : undefined,
      });
      // Another dossier's same bytes may have been tidied away before this one was recorded.
      await keep();
    };
    await takeUpload(c, room, (form) => semaphore.run(() => intake(form)));
    return c.json(await getDossierView(deps, dossier.id, signedIn), 200);
  });
};

/** The fee that follows where the original has as many pages as its scan. */
function declare({ rules }: ApiDeps, { policy, copies }: Dossier, originalPages: number) {
  return { originalPages, fee: viewFee(getPinnedPolicy(rules, policy), originalPages, copies) };
}

interface TakingLimits extends ScanLimits {
  /** Media types. */
  types: readonly string[];
}

function limitsOf({ rules }: ApiDeps, policyPin: string): TakingLimits {
  const { maxBytes, types } = getPinnedPolicy(rules, policyPin).files.scan;
  return { ...usualScanLimits, maxBytes, types };
}

async function readHanded(
  form: ReadForm,
): Promise<{ files: HandedFile[]; compared: boolean | undefined; countPages: boolean }> {
  const { files, fields } = await openForm(form);
  const turns = turnsSchema.safeParse(fields.get('turns')?.split(',') ?? []);
  if (!turns.success || turns.data.length > files.length) {
    throw new SaoyError('input-invalid', {
      field: 'turns',
      reason: 'mỗi tệp một góc quay 0, 90, 180 hoặc 270',
    });
  }
  const compared = fields.get('compared');
  return {
    files: files.map((bytes, index) => ({ bytes, turn: turns.data[index] ?? 0 })),
    compared: compared === undefined ? undefined : compared === 'true',
    countPages: fields.get('countPages') === 'true',
  };
}

const turnsSchema = z.array(
  z.enum(['0', '90', '180', '270']).transform((degrees) => Number(degrees) as Turn),
);

/** What the policy takes at all; what the file is, its own bytes have said. */
function checkKinds({ files }: TakenScan, types: readonly string[]): void {
  for (const { kind } of files) {
    const type = kind === 'pdf' ? 'application/pdf' : `image/${kind}`;
    if (!types.includes(type)) throw new SaoyError('scan-kind-refused', { kind: type });
  }
}

function tooLarge({ maxBytes }: ScanLimits): SaoyError {
  return new SaoyError('scan-too-large', { maxMegabytes: Math.floor(maxBytes / 1024 / 1024) });
}
