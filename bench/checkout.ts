import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** This checkout. */
export const here = join(__dirname, '..');

/**
 * A checkout of another commit beside this one, with its own build. It stays in the cache for the next run.
 * @param ref what git knows it by
 */
export function checkOut(ref: string): { folder: string; commit: string } {
  const commit = git(['rev-parse', '--short=10', `${ref}^{commit}`]);
  // Not under node_modules: what lies there is not compiled.
  const folder = join(here, '.saoy', 'bench', commit);
  if (!existsSync(join(folder, 'package.json'))) {
    git(['worktree', 'prune']);
    git(['worktree', 'add', '--detach', folder, commit]);
  }
  return { folder, commit };
}

/** Installs and builds what a stack starts from, so that its start is not waited for longer than a start takes. */
export function build(folder: string): void {
  const setUp = `import('./scripts/setup/set-up.mjs')
    .then(({ setUp }) => setUp('start', { again: 'the bench' }))
    .then((isDone) => process.exit(isDone ? 0 : 1))`;
  execFileSync(process.execPath, ['-e', setUp], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export function thisCommit(): string {
  const commit = git(['rev-parse', '--short=10', 'HEAD']);
  return git(['status', '--porcelain']) === '' ? commit : `${commit} and changes`;
}

function git(args: string[]): string {
  return execFileSync('git', args, { cwd: here, encoding: 'utf8' }).trim();
}
