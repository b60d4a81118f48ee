import ipaddr from 'ipaddr.js';
import { readNetwork } from '../../library/network.ts';
import { type Config, ConfigError, readConfig } from '../../server/config.ts';
import { isLoopbackHost } from '../loopback.ts';
import { about, type Finding } from './finding.ts';

/** The settings, when they can be used, and what there is to say of them. */
export interface SettingsCheck {
  readonly config: Config | undefined;
  readonly findings: readonly Finding[];
}

/** Reads the settings as the server would; every problem is a finding of its own. */
export function checkSettings(environment: Readonly<Record<string, string | undefined>>): SettingsCheck {
  const settings = about('settings');
  try {
    const config = readConfig(environment);
    return {
      config,
      findings: [
        settings.ok('All settings can be used.'),
        judgeHttps(config),
        judgeProxies(config),
        ...judgeMetrics(config),
      ],
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [, ...problems] = error.message.split('\n');
    return { config: undefined, findings: problems.map((problem) => settings.problem(problem.trim())) };
  }
}

/** Whether what people send is protected on its way. */
export function judgeHttps({ publicUrl }: Pick<Config, 'publicUrl'>): Finding {
  const https = about('https');
  if (publicUrl.startsWith('https:')) return https.ok(`PUBLIC_URL is ${publicUrl}.`);
  if (isLoopbackHost(new URL(publicUrl).hostname)) {
    return https.ok(`PUBLIC_URL is ${publicUrl}: good for trying things out on this machine.`);
  }
  return https.warning(
    `PUBLIC_URL is ${publicUrl}: passwords and tokens cross the network unprotected. Put a proxy with a certificate before the server and set PUBLIC_URL to its https address.`,
  );
}

/** Whether metrics are in reach of strangers. */
export function judgeMetrics({ metrics }: Pick<Config, 'metrics'>): readonly Finding[] {
  if (metrics === undefined) return [];
  const subject = about('metrics');
  const { host, port } = metrics;
  const range = ipaddr.isValid(host) ? ipaddr.process(host).range() : 'a name';
  if (range !== 'unspecified' && range !== 'unicast') return [subject.ok(`They are read at ${host}, port ${port}.`)];
  return [
    subject.warning(
      `METRICS_HOST is ${host}, so whoever reaches this machine can read at port ${port} how much goes on. Set it to 127.0.0.1 or to an address of a private network, or let a firewall keep others away.`,
    ),
  ];
}

/** Whether the addresses that limits and logs go by can be believed. */
export function judgeProxies({ publicUrl, trustedProxies }: Pick<Config, 'publicUrl' | 'trustedProxies'>): Finding {
  const proxies = about('proxies');
  const everyone = trustedProxies.find((network) => readNetwork(network)?.bits === 0);
  if (everyone !== undefined) {
    return proxies.problem(
      `TRUSTED_PROXIES has ${everyone}: anyone could claim any address, and limits would stop nobody. Name the proxy's own address.`,
    );
  }
  if (trustedProxies.length > 0) return proxies.ok(`These may speak for clients: ${trustedProxies.join(', ')}.`);
  if (publicUrl.startsWith('https:')) {
    return proxies.warning(
      'TRUSTED_PROXIES is empty, and an https PUBLIC_URL needs a proxy: all people would share its address and its limits. Name the address of the proxy, such as 127.0.0.1.',
    );
  }
  return proxies.ok('No proxy is trusted: clients are known by the address of their connection.');
}
