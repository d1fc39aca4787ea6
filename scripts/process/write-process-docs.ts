import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRules } from '../../policies/load-rules';
import { describeRoutes } from './describe-routes';
import { renderBpmn } from './render-bpmn';
import { renderPage } from './render-page';
import { renderPermissions } from './render-permissions';

/** Writes `docs/process.md`, `docs/process.bpmn` and `docs/permissions.md` anew from the declaration and the default policy. */
async function main(): Promise<void> {
  const docs = join(__dirname, '..', '..', 'docs');
  const { defaultPolicy } = loadRules();
  writeFileSync(join(docs, 'process.md'), renderPage(defaultPolicy));
  writeFileSync(join(docs, 'permissions.md'), renderPermissions(await describeRoutes()));
  writeFileSync(join(docs, 'process.bpmn'), await renderBpmn(defaultPolicy));
}

void main();
