import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program of the system that a suite runs. Without it the suite is skipped, but never on a CI machine: there it fails. */
export class Program {
  readonly #path: string | undefined;
  readonly #howToGetIt: string;

  constructor(name: string, paths: readonly string[], debianPackage: string) {
    this.#path = paths.find(existsSync);
    this.#howToGetIt = `${name} was not found: install it (Debian: apt install ${debianPackage})`;
  }

  get path(): string {
    if (this.#path === undefined) throw new Error(this.#howToGetIt);
    return this.#path;
  }

  /** Options of the suite. */
  get needed(): { readonly skip: string | false } {
    return { skip: this.#path === undefined && process.env.CI !== 'true' ? this.#howToGetIt : false };
  }
}

export const nginx = new Program('nginx', ['/usr/sbin/nginx', '/usr/local/sbin/nginx'], 'nginx-light');
export const caddy = new Program('Caddy', ['/usr/bin/caddy', '/usr/local/bin/caddy'], 'caddy');

export const systemdAnalyze = new Program('systemd-analyze', ['/usr/bin/systemd-analyze'], 'systemd');

/** Wherever the PATH has it: an example starts it by its name. */
export const python = new Program(
  'Python',
  (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'python3')),
  'python3',
);
