import type { App } from '../env';
import type { ApiDeps } from '../deps';
import { mountAccept } from '../routes/dossiers/accept';
import { mountCancel } from '../routes/dossiers/cancel';
import { mountExtend } from '../routes/dossiers/extend';
import { mountHandOver } from '../routes/dossiers/hand-over';
import { mountPause } from '../routes/dossiers/pause';
import { mountRefuse } from '../routes/dossiers/refuse';
import { mountResume } from '../routes/dossiers/resume';
import { mountReturn } from '../routes/dossiers/return';
import { mountSeal } from '../routes/dossiers/seal';
import { mountSign } from '../routes/dossiers/sign';
import { mountSignAgain } from '../routes/dossiers/sign-again';
import { mountSubmit } from '../routes/dossiers/submit';
import { mountTryAgain } from '../routes/dossiers/try-again';
import { mountWithdraw } from '../routes/dossiers/withdraw';

/** The acts on dossiers. Mounted one by one: a chain of routes makes the type-checker crawl. */
export function mountActions(app: App, deps: ApiDeps): void {
  for (const mount of [
    mountAccept,
    mountSubmit,
    mountSign,
    mountSeal,
    mountReturn,
    mountRefuse,
    mountCancel,
    mountExtend,
    mountPause,
    mountResume,
    mountWithdraw,
    mountSignAgain,
    mountHandOver,
    mountTryAgain,
  ]) {
    mount(app, deps);
  }
}
