import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const ADMIN = { name: 'Ada Admin', email: 'ada@example.com', password: 'correct horse battery' };

/** Who administers the sample workspace. */
export const SAMPLE_ADMIN = { email: 'admin@narae.example', password: 'proofline-demo' };

/** Making the sample with an unoptimised binary on a busy machine takes its time. */
const START_LIMIT_MS = 240_000;

/** The binary under test. */
function binary(): string {
  const path = process.env.PROOFLINE_BIN;
  if (!path) throw new Error('PROOFLINE_BIN must name the proofline binary (cargo xtask test sets it)');
  return path;
}

/** A real Proofline over a folder of its own. */
export class Server {
  private constructor(
    readonly url: string,
    readonly data: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts with a workspace that has the shipped playbooks and an administrator. */
  static async withWorkspace(): Promise<Server> {
    const data = newFolder();
    const arguments_ = ['init', '--data', data, '--name', 'Hanbit Cloud', '--currency', 'USD', '--time-zone', 'Asia/Seoul'];
    const admin = ['--admin-email', ADMIN.email, '--admin-name', ADMIN.name, '--password-stdin'];
    const init = spawnSync(binary(), [...arguments_, ...admin], { input: `${ADMIN.password}\n`, encoding: 'utf8' });
    if (init.status !== 0) throw new Error(`proofline init failed: ${init.stderr}`);
    return Server.start(['serve', '--data', data], data);
  }

  /** Starts on an empty folder, as the first run of a new installation. Also tells the set-up link that it prints. */
  static async empty(): Promise<{ server: Server; setupLink: string }> {
    const data = newFolder();
    let setupLink = '';
    const server = await Server.start(['serve', '--data', data], data, (line) => {
      setupLink ||= /https?:\S+\/setup\S+/.exec(line)?.[0] ?? '';
    });
    return { server, setupLink };
  }

  /** Starts with the sample workspace. */
  static async withSample(): Promise<Server> {
    const data = newFolder();
    return Server.start(['demo', '--data', data, '--keep'], data);
  }

  private static async start(arguments_: string[], data: string, onLine: (line: string) => void = () => {}): Promise<Server> {
    const child = spawn(binary(), [...arguments_, '--listen', '127.0.0.1:0', '--lang', 'en'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PROOFLINE_LOG: 'warn' },
    });
    const url = await new Promise<string>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error('proofline did not say where it listens')), START_LIMIT_MS);
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`proofline ended with ${code} before it listened`)));
      createInterface({ input: child.stdout! }).on('line', (line) => {
        onLine(line);
        const found = /listens at (http:\/\/\S+)/.exec(line)?.[1];
        if (found) {
          clearTimeout(limit);
          resolve(found);
        }
      });
    });
    return new Server(url, data, child);
  }

  /** Ends the process and removes what it kept. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.data, { recursive: true, force: true });
  }
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'proofline-e2e-'));
}
