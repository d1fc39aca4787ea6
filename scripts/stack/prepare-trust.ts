import { createDevelopmentPki } from '../../tokens/pki/create-development-pki';
import { join } from 'node:path';
import { writePrivately } from './home';
import { readInput } from './read-input';

interface Plan {
  home: string;
  /** Where the development PKI will be served; null: certificates and time stamps come from outside. */
  pkiUrl: string | null;
  /** PINs of the two soft tokens; null: the tokens are somebody's own. */
  tokens: { leader: string; agency: string } | null;
  office: { code: string; name: string; parentName: string };
}

/** First start: the development PKI, two soft tokens with its certificates, the key that PINs are sealed to. */
async function main(): Promise<void> {
  const plan = await readInput<Plan>();
  if (plan.pkiUrl) {
    const dir = join(plan.home, 'pki');
    await createDevelopmentPki({ dir, baseUrl: plan.pkiUrl, now: Date.now() });
  }
  writePrivately(join(plan.home, 'trust.json'), { pki: plan.pkiUrl });
}

void main();
