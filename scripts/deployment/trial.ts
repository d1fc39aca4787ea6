import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkout } from '../../settings/home';
import { projectLabel, type Engine } from './engine';
import type { Login } from './office-at-work';

/** Plainly invented, as its tokens and its people. */
const office = {
  code: '000.00.99.H99',
  name: 'Ủy ban nhân dân Phường Mẫu',
  parentName: 'Ủy ban nhân dân Thành phố Mẫu',
};
const leaderName = 'Trần Văn Lãnh Đạo Mẫu';
const pins = { leader: '12345678', agency: '87654321' };
const softHsm = '/usr/lib/softhsm/libsofthsm2.so';
const pki = { host: 'pki', port: 20080 };
const measured = 'proxy api worker token mariadb temporal temporal-database'.split(' ');
/** Of Linux, in `/proc`. */
const ticksPerSecond = 100;
const ports = { http: 18080, https: 18443 };
const metricsPort = 9464;

/** What a trial has otherwise than an office. */
export interface TrialOptions {
  /** Where MariaDB's files lie, a folder of this host. */
  databaseFolder?: string;
  /** Rules in place of the image's, a folder of this host. */
  rules?: string;
}

/** The files of docker/ as an office has them, with soft tokens, a development PKI and a mail sink beside them. */
export class Trial {
  readonly folder = mkdtempSync(join(tmpdir(), 'saoy-deployment-'));
  readonly url = `http://127.0.0.1:${ports.http}`;
  private readonly env: NodeJS.ProcessEnv;

  /** @param project the name under which Compose keeps its volumes */
  constructor(
    private readonly engine: Engine,
    private readonly project: string,
    private readonly options: TrialOptions = {},
  ) {
    this.env = {
      SAOY_HTTP_PORT: String(ports.http),
      SAOY_HTTPS_PORT: String(ports.https),
      SAOY_IMAGE: 'saoy:local',
    };
    this.fillIn();
  }

  compose(...args: string[]): Promise<string> {
    return this.engine.compose(['-p', this.project, ...this.files(), ...args], this.env);
  }

  private files(): string[] {
    return ['compose.yaml', 'trial.yaml'].flatMap((file) => ['-f', join(this.folder, file)]);
  }

  useImage(tag: string): void {
    this.env['SAOY_IMAGE'] = tag;
  }

  /** From empty volumes to everything ready. @returns milliseconds that `up` and the last answer took */
  async up(...more: string[]): Promise<number> {
    const startedAt = performance.now();
    await this.compose('up', '-d', '--no-build', ...more);
    await this.ready();
    return performance.now() - startedAt;
  }

  /** Our own processes anew; databases, Temporal and proxy stay as they are. */
  async update(...more: string[]): Promise<void> {
    const own = ['migrate', 'api', 'worker', 'token'];
    await this.compose('up', '-d', '--no-build', '--no-deps', ...more, ...own);
  }

  async ready(withinMs = 180_000): Promise<void> {
    const giveUpAt = performance.now() + withinMs;
    const services = ['api', 'worker', 'token'];
    for (;;) {
      const isPublic = await fetch(`${this.url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
      const asked = isPublic
        ? await Promise.all(services.map((service) => this.isReady(service)))
        : [];
      if (isPublic && asked.every(Boolean)) return;
      if (performance.now() > giveUpAt)
        throw new Error(
          `not ready: ${isPublic ? services.filter((_, at) => !asked[at]).join(', ') : 'proxy or api'}`,
        );
      await sleep(500);
    }
  }

  /** The command “saoy” in a container, as an operator types it. */
  saoy(...args: string[]): Promise<string> {
    return this.compose('exec', '-T', 'api', 'saoy', ...args);
  }

  /** What `saoy verify` in a container says of a copy. */
  async verify(copy: Uint8Array): Promise<string> {
    const [api] = await this.containers('api');
    const words = await this.engine.doWith(
      Buffer.from(copy),
      ...['exec', '-i', String(api), 'sh', '-c'],
      'cat >/tmp/copy.pdf && saoy verify /tmp/copy.pdf --trust /run/saoy/roots.pem --json; rm /tmp/copy.pdf',
    );
    return (JSON.parse(words) as { verdict: string }).verdict;
  }

  async containers(service: string): Promise<string[]> {
    const words = await this.compose('ps', '--all', '--quiet', service);
    return words.trim().split('\n').filter(Boolean);
  }

  /** The sum of a process's samples of a metric, as Prometheus reads them. @param labels e.g. `outcome="done"` */
  async figure(service: string, name: string, ...labels: string[]): Promise<number> {
    const [container = ''] = await this.containers(service);
    const script = `fetch('http://127.0.0.1:${metricsPort}/metrics').then((a) => a.text()).then((text) => process.stdout.write(text))`;
    const lines = (await this.engine.do('exec', container, 'node', '-e', script)).split('\n');
    return lines
      .filter(
        (line) =>
          new RegExp(`^${name}[{ ]`).test(line) && labels.every((label) => line.includes(label)),
      )
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
  }

  /** CPU time that each service's processes have taken since they were started, by service. */
  async cpuSeconds(): Promise<Record<string, number>> {
    const seconds: Record<string, number> = {};
    for (const service of measured) {
      const [container = ''] = await this.containers(service);
      const stats = await this.engine.do('exec', container, 'sh', '-c', 'cat /proc/[0-9]*/stat');
      const ticks = stats
        .trim()
        .split('\n')
        .map((line) => {
          // Own time and that of children that have ended; the name before may hold anything.
          const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
          return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
        });
      seconds[service] = ticks.reduce((sum, value) => sum + value, 0) / ticksPerSecond;
    }
    return seconds;
  }

  /** What is kept, by where. */
  async diskBytes(): Promise<Record<string, number>> {
    const ask = async (service: string, script: string) =>
      Number((await this.compose('exec', '-T', service, 'sh', '-c', script)).split(/\s/)[0]);
    const tables =
      'SELECT SUM(data_length + index_length) FROM information_schema.tables WHERE table_schema = "saoy"';
    return {
      MariaDB: await ask(
        'mariadb',
        `export MYSQL_PWD=$(cat /run/secrets/database-root-password); mariadb-check --silent --analyze saoy >/dev/null; mariadb -N -e '${tables}'`,
      ),
      Temporal: await ask(
        'temporal-database',
        `psql -U temporal -d temporal -Atc 'SELECT pg_database_size(current_database())'`,
      ),
      files: await ask('api', 'du -sb /var/lib/saoy/storage'),
    };
  }

  /** The development PKI and the tokens, in a volume; the roots, where an office has them. */
  async makeTrust(): Promise<void> {
    const plan = {
      home: '/trust',
      pkiUrl: `http://${pki.host}:${pki.port}`,
      tokens: { module: softHsm, pins },
      office,
    };
    const volume = `${await this.makeTrustVolume()}:/trust`;
    const run = ['run', '--rm', '-i', '--user', '0:0', '-v', volume];
    await this.engine.doWith(
      JSON.stringify(plan),
      ...[...run, 'saoy:tools', 'sh', '-c'],
      'node dist/scripts/stack/prepare-trust.js && mkdir /trust/mail && chown -R 1000:1000 /trust',
    );
    const root = await this.engine.do(...run, 'saoy:tools', 'cat', '/trust/pki/root.pem');
    writeFileSync(join(this.folder, 'secrets/roots.pem'), root, { mode: 0o644 });
  }

  /** The first office and its people, by command. */
  async makePeople(): Promise<Record<'officer' | 'leader' | 'clerk', Login>> {
    const person = async (
      username: string,
      right: string,
      { pin, fullName = `Người Mẫu ${username}` }: { pin?: string; fullName?: string } = {},
    ): Promise<Login> => {
      const made = await this.saoy(
        ...['person', 'create', '--office', office.code, '--username', username],
        ...['--full-name', fullName, '--right', right, '--keep-password', '--json'],
      );
      return { ...(JSON.parse(made) as Login), ...(pin !== undefined && { pin }) };
    };
    await this.saoy(
      ...['setup', '--office', office.code, '--name', office.name, '--parent', office.parentName],
      ...['--prefix', 'G22.99', '--administrator', 'quan-tri', '--full-name', 'Người Quản Trị Mẫu'],
    );
    const people = {
      officer: await person('can-bo', 'create'),
      // Whom the token's certificate names.
      leader: await person('lanh-dao', 'sign', { pin: pins.leader, fullName: leaderName }),
      clerk: await person('van-thu', 'seal', { pin: pins.agency }),
    };
    await this.saoy('token', 'holder', 'leader', people.leader.username);
    return people;
  }

  /** A script of docker/, as an operator runs it on the host. */
  async run(script: string, ...args: string[]): Promise<string> {
    const compose = this.engine.composeWords(['-p', this.project, ...this.files()]).join(' ');
    return this.engine.script([join(this.folder, script), ...args], {
      ...this.env,
      COMPOSE: compose,
      ENGINE: this.engine.cli,
    });
  }

  /** The settings, passwords and keys of another deployment, and its tokens. */
  async takeOver(other: Trial): Promise<void> {
    for (const part of ['saoy.env', 'secrets'])
      cpSync(join(other.folder, part), join(this.folder, part), { recursive: true });
    // A copy belongs to whoever made it; the script gives the key to the process that reads it.
    this.prepare();
    const volume = await this.makeTrustVolume();
    await this.engine.do(
      ...['run', '--rm', '--user', '0:0', '-v', `${other.project}_trust:/from:ro`],
      ...['-v', `${volume}:/to`, 'saoy:tools', 'cp', '-a', '/from/.', '/to/'],
    );
  }

  /** The public logs of the register, as a mirror on another host has them: a tar, in base64. */
  async mirrorLogs(): Promise<string> {
    const [api = ''] = await this.containers('api');
    const script = 'tar -C /var/lib/saoy/register -cf - logs | base64';
    return this.engine.do('exec', api, 'sh', '-c', script);
  }

  /** After a restore numbers go on where a mirror says that they ended. @returns what the command says */
  async resumeRegister(mirror: string): Promise<string> {
    const [api = ''] = await this.containers('api');
    const script = 'base64 -d | tar -C /tmp -xf - && saoy register resume --from /tmp/logs';
    return (await this.engine.doWith(mirror, 'exec', '-i', api, 'sh', '-c', script)).trim();
  }

  /** Stops, and throws the volumes away. */
  async remove(): Promise<void> {
    await this.compose('down', '--volumes', '--timeout', '10');
    await this.engine.do('volume', 'rm', '-f', `${this.project}_trust`);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async makeTrustVolume(): Promise<string> {
    const volume = `${this.project}_trust`;
    await this.engine.do('volume', 'create', '--label', `${projectLabel}=${this.project}`, volume);
    return volume;
  }

  private async isReady(service: string): Promise<boolean> {
    const containers = await this.containers(service);
    const port = service === 'api' ? 8080 : 8081;
    const asked = containers.map((container) =>
      this.engine
        .do('exec', container, 'node', 'docker/health.cjs', `http://127.0.0.1:${port}/readyz`)
        .then(
          () => true,
          () => false,
        ),
    );
    return containers.length > 0 && (await Promise.all(asked)).every(Boolean);
  }

  private prepare(): void {
    const { status, stderr } = spawnSync('sh', [join(this.folder, 'prepare.sh')], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`prepare.sh: ${stderr}`);
  }

  private fillIn(): void {
    cpSync(join(checkout(), 'docker'), this.folder, {
      recursive: true,
      filter: (path) => !/secrets|\.env$/.test(path),
    });
    this.prepare();
    const tokens = (['leader', 'agency'] as const).map((purpose) => ({
      label: purpose,
      office: office.code,
      purpose,
    }));
    const file = join(this.folder, 'saoy.env');
    const filled: Record<string, string> = {
      PUBLIC_URL: this.url,
      SMTP_URL: 'smtp://mail:2525',
      TSA_URLS: `http://${pki.host}:${pki.port}/tsa`,
      PKCS11_MODULE: softHsm,
      PKCS11_TOKENS: JSON.stringify(tokens),
    };
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => {
        const name = line.split('=')[0] ?? '';
        return name in filled ? `${name}=${filled[name]}` : line;
      });
    lines.push(`EVIDENCE_PRIVATE_HOSTS=${pki.host}:${pki.port}`);
    lines.push('SOFTHSM2_CONF=/trust/tokens/softhsm2.conf');
    writeFileSync(file, lines.join('\n'), { mode: 0o600 });
    writeFileSync(join(this.folder, 'trial.yaml'), override(this.project, this.options));
  }
}

function override(project: string, { databaseFolder, rules }: TrialOptions): string {
  const tool = (command: string[]) =>
    `image: saoy:tools\n    user: '1000:1000'\n    restart: unless-stopped\n    command: ${JSON.stringify(command)}\n    volumes: ['trust:/trust']`;
  const ruled = rules ? `{ volumes: ['${rules}:/opt/saoy/policies/rules:ro'] }` : '{}';
  const bind = `{ driver_opts: { type: none, o: bind, device: '${databaseFolder}' } }`;
  return `services:
  migrate: ${ruled}
  api: ${ruled}
  worker: ${ruled}
  token:
    image: saoy:with-soft-tokens
    volumes: ['trust:/trust']
  pki:
    ${tool(['node', 'dist/scripts/stack/pki-main.js', '/trust/pki', String(pki.port), '0.0.0.0'])}
  mail:
    ${tool(['node', 'dist/scripts/stack/mail-main.js', '/trust/mail', '2525', '8025', '0.0.0.0'])}
volumes:
  trust: { name: ${project}_trust, external: true }
  mariadb: ${databaseFolder ? bind : '{}'}
`;
}
