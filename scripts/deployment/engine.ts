import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../../settings/home';

/** What Podman needs besides itself, in Debian. */
const packages = [
  ...['podman', 'buildah', 'runc', 'iptables', 'iproute2', 'slirp4netns'],
  ...['crun', 'uidmap', 'mmdebstrap', 'netavark', 'aardvark-dns'],
];
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sao-y/deployment');
const scripts = join(checkout(), 'scripts', 'deployment');
/** What Compose marks all that belongs to a project with. */
export const projectLabel = 'com.docker.compose.project';

/** Base images that docker/ asks for and make-base-images.sh makes where no registry is reached. */
export const standIns = [
  ...['node:20.20-bookworm', 'node:20.20-bookworm-slim', 'mariadb:11.4', 'postgres:16'],
  ...['caddy:2.10', 'temporalio/auto-setup:1.29.1'],
];

/** Containers cannot run here. */
export class NoEngine extends Error {}

/** Podman or Docker, and Docker Compose over it. */
export class Engine {
  private readonly children: ChildProcess[] = [];

  private constructor(
    readonly cli: 'docker' | 'podman',
    private readonly composeCommand: string[],
    private readonly env: NodeJS.ProcessEnv,
    readonly name: string,
  ) {}

  /** @throws NoEngine with one sentence */
  static async find(logFile: string): Promise<Engine> {
    mkdirSync(cache, { recursive: true });
    if (
      run(['docker', 'info'], {}).status === 0 &&
      run(['docker', 'compose', 'version'], {}).status === 0
    )
      return new Engine('docker', ['docker', 'compose'], {}, 'Docker');
    installPodman(logFile);
    const conf = join(cache, 'containers.conf');
    // Limits that a container may not raise are those of this machine.
    writeFileSync(
      conf,
      '[containers]\ndefault_ulimits = ["nofile=4096:4096","nproc=4096:4096"]\n[engine]\nruntime = "runc"\n[network]\nnetwork_backend = "netavark"\n',
    );
    // One's own: an earlier service takes its socket away when it ends.
    const socket = join(cache, `podman-${process.pid}.sock`);
    const env = { CONTAINERS_CONF: conf, DOCKER_HOST: `unix://${socket}` };
    const info = run(['podman', 'info'], env);
    if (info.status !== 0) throw new NoEngine(`Podman does not run here: ${lastLine(info.stderr)}`);
    const images = join(scripts, 'make-base-images.sh');
    const log = openSync(logFile, 'a');
    const made = spawnSync('bash', [images, cache], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', log],
    });
    if (made.status !== 0) throw new NoEngine(`the base images could not be made; see ${logFile}`);
    const engine = new Engine('podman', [join(cache, 'bin', 'docker-compose')], env, 'Podman');
    await engine.serve(socket, log);
    return engine;
  }

  /** @throws Error with the command's last words */
  async do(...args: string[]): Promise<string> {
    return this.finish([this.cli, ...args]);
  }

  async compose(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
    return this.finish([...this.composeCommand, ...args], env);
  }

  /** Compose's command with its first words, for scripts that call it. */
  composeWords(args: string[]): string[] {
    return [...this.composeCommand, ...args];
  }

  /** A shell script on the host. */
  script(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
    return this.finish(['sh', ...args], env);
  }

  /** As a crash does: a container that the engine is told to kill would stay down. Needs to be root on this host. */
  async killProcess(container: string): Promise<void> {
    const pid = Number(await this.do('inspect', '--format', '{{.State.Pid}}', container));
    if (pid > 0) process.kill(pid, 'SIGKILL');
  }

  /** Runs with words on its stdin. */
  doWith(input: string | Buffer, ...args: string[]): Promise<string> {
    return this.finish([this.cli, ...args], {}, input);
  }

  /** What a command writes, while it writes it. */
  read(...args: string[]): Readable {
    const stdio = ['ignore', 'pipe', 'ignore'] as const;
    return spawn(this.cli, args, { env: { ...process.env, ...this.env }, stdio: [...stdio] })
      .stdout;
  }

  async build(tag: string, args: string[]): Promise<void> {
    const isolation = this.cli === 'podman' ? ['--isolation', 'chroot'] : [];
    await this.finish([this.cli, 'build', ...isolation, '-t', tag, ...args]);
  }

  async buildFrom(dockerfile: string, tag: string): Promise<void> {
    const isolation = this.cli === 'podman' ? ['--isolation', 'chroot'] : [];
    await this.finish([this.cli, 'build', ...isolation, '-t', tag, '-'], {}, dockerfile);
  }

  end(): void {
    for (const child of this.children) child.kill();
  }

  /** Removes what trials that were cut off have left under the names of their projects. */
  async clear(projects: string[]): Promise<void> {
    for (const project of projects)
      for (const [list, remove] of [
        ['ps --all', 'rm --force'],
        ['volume ls', 'volume rm --force'],
        ['network ls', 'network rm'],
      ] as const) {
        const ofProject = ['--quiet', '--filter', `label=${projectLabel}=${project}`];
        const found = (await this.do(...list.split(' '), ...ofProject)).trim();
        if (found !== '') await this.do(...remove.split(' '), ...found.split('\n'));
      }
    // Where Podman was killed with its containers, names and ports of the dead stay in its name server and in the
    // firewall until the next boot, and go before those of the living.
    const isIdle = this.cli === 'podman' && (await this.do('ps', '--quiet')).trim() === '';
    if (isIdle) await this.script([join(scripts, 'forget-networks.sh')], {});
  }

  /** The interface that Compose speaks, and the health checks, which systemd runs elsewhere. */
  private async serve(socket: string, log: number): Promise<void> {
    const env = { ...process.env, ...this.env };
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        this.end();
        process.exit(1);
      });
    const service = ['system', 'service', '--time=0', `unix://${socket}`];
    this.children.push(spawn('podman', service, { env, stdio: ['ignore', log, log] }));
    const checks = `while sleep 2; do for one in $(podman ps --quiet --filter health=starting --filter health=healthy --filter health=unhealthy); do podman healthcheck run "$one"; done; done`;
    this.children.push(spawn('sh', ['-c', checks], { env, stdio: 'ignore' }));
    for (let tries = 0; !existsSync(socket); tries += 1) {
      if (tries > 100) throw new NoEngine('Podman’s service does not answer');
      await sleep(100);
    }
  }

  private finish(
    [command = '', ...args]: string[],
    env: NodeJS.ProcessEnv = {},
    input?: string | Buffer,
  ): Promise<string> {
    const child = spawn(command, args, { env: { ...process.env, ...this.env, ...env } });
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        if (code === 0) resolve(out);
        else
          reject(
            new Error(
              `${command} ${args.slice(0, 8).join(' ')} ended with ${code}: ${(err || out).slice(-1500)}`,
            ),
          );
      });
    });
  }
}

function installPodman(logFile: string): void {
  if (
    run(['podman', '--version'], {}).status === 0 &&
    run(['mmdebstrap', '--version'], {}).status === 0 &&
    existsSync('/usr/lib/podman/netavark')
  )
    return;
  const log = openSync(logFile, 'a');
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  const { status } = spawnSync('sh', ['-c', `apt-get update && ${install.join(' ')}`], {
    stdio: ['ignore', log, log],
  });
  if (status !== 0)
    throw new NoEngine(`there is no container engine; as root: ${install.join(' ')}`);
}

function run([command = '', ...args]: string[], env: NodeJS.ProcessEnv) {
  return spawnSync(command, args, { env: { ...process.env, ...env }, encoding: 'utf8' });
}

function lastLine(text: string | null): string {
  return text?.trim().split('\n').at(-1) ?? '';
}
