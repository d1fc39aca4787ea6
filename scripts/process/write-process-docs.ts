import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRules } from '../../policies/load-rules';
import { renderBpmn } from './render-bpmn';
import { renderPage } from './render-page';

/** Writes `docs/process.md` and `docs/process.bpmn` anew from the declaration and the default policy. */
async function main(): Promise<void> {
  const docs = join(__dirname, '..', '..', 'docs');
  const { defaultPolicy } = loadRules();
  writeFileSync(join(docs, 'process.md'), renderPage(defaultPolicy));
  writeFileSync(join(docs, 'process.bpmn'), await renderBpmn(defaultPolicy));
}

void main();
