import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseDocument } from 'yaml';
import { readConfig, settingNames } from '../../src/server/config.ts';
import { readStages } from '../../tools/container/read-dockerfile.ts';

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly ports?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}

interface Compose {
  readonly services: Readonly<Record<'mastodoor' | 'postgres' | 'caddy', Service>>;
  readonly networks: Readonly<Record<string, { readonly ipam: { readonly config: readonly { subnet: string }[] } }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const folder = join(import.meta.dirname, '..', '..', 'packaging');
const text = readFileSync(join(folder, 'compose.yaml'), 'utf8');
const document = parseDocument(text, { prettyErrors: true });
const compose = document.toJS() as Compose;
const { mastodoor, postgres, caddy } = compose.services;

/** Fills in `${NAME:?words}`, `${NAME:-default}` and `${NAME}` as Compose does. */
function filled(value: string, given: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\{(\w+)(?::([?-])([^}]*))?\}/g, (_, name: string, kind?: string, words = '') => {
    const known = given[name];
    if (known !== undefined) return known;
    if (kind === '?') throw new Error(`${name} ${words}`);
    return words;
  });
}

describe('the compose file', () => {
  test('is YAML without errors or warnings', () => {
    assert.deepEqual([...document.errors, ...document.warnings], []);
  });

  test('sets only settings that there are, to what the server takes', () => {
    const environment = mastodoor.environment ?? {};
    assert.deepEqual(
      Object.keys(environment).filter((name) => !settingNames.includes(name)),
      [],
    );
    const given = { SITE: 'social.example', SECRET_KEY: 'k'.repeat(32), POSTGRES_PASSWORD: 'hush' };
    const settings = Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, filled(value, given)]),
    );
    const config = readConfig(settings);
    assert.deepEqual(config.database, { engine: 'postgres', url: 'postgres://mastodoor:hush@postgres:5432/mastodoor' });
    assert.equal(config.publicUrl, 'https://social.example');
    assert.deepEqual(config.trustedProxies, [compose.networks.inside?.ipam.config[0]?.subnet]);
    assert.equal(config.registrations, 'closed');
  });

  test('demands what has no default, and holds no secret itself', () => {
    for (const name of ['SITE', 'SECRET_KEY', 'POSTGRES_PASSWORD']) {
      const others = Object.fromEntries(['SITE', 'SECRET_KEY', 'POSTGRES_PASSWORD'].map((other) => [other, 'given']));
      delete others[name];
      const fill = () => Object.values(mastodoor.environment ?? {}).map((value) => filled(value, others));
      assert.throws(fill, new RegExp(`^Error: ${name} is `));
    }
    assert.equal(filled(postgres.environment?.POSTGRES_PASSWORD ?? '', { POSTGRES_PASSWORD: 'given' }), 'given');
    assert.equal(filled(postgres.environment?.POSTGRES_PASSWORD ?? '', {}), '');
  });

  test('lets the world reach nothing but the proxy', () => {
    assert.deepEqual([mastodoor.ports, postgres.ports], [undefined, undefined]);
    assert.ok(caddy.ports?.includes('443:443'));
  });

  test('names only files, volumes, networks and services that there are', () => {
    for (const service of [mastodoor, postgres, caddy]) {
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        assert.ok(source.startsWith('.') ? existsSync(join(folder, source)) : source in compose.volumes, source);
      }
      for (const network of service.networks ?? []) assert.ok(network in compose.networks, network);
      const needed = service.depends_on ?? [];
      for (const name of Array.isArray(needed) ? needed : Object.keys(needed))
        assert.ok(name in compose.services, name);
    }
    assert.ok(existsSync(join(folder, mastodoor.build?.context ?? '', 'Dockerfile')));
  });

  test('pins what it does not build to a version', () => {
    for (const { image } of [postgres, caddy]) assert.match(image ?? '', /^[a-z]+:\d+\.\d+/);
  });

  test('sends the proxy to the port that the image listens on', () => {
    const port = readStages()
      .at(-1)
      ?.instructions.find(({ keyword }) => keyword === 'EXPOSE')?.text;
    assert.equal(caddy.environment?.NODES, `mastodoor:${port}`);
  });
});
