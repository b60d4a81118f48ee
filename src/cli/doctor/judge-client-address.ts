import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { SeenRequest } from '../../server/seen-request.ts';
import { about, type Finding } from './finding.ts';

/** An address of nobody (RFC 5737), which a request of the doctor claims to come from. */
export const CLAIMED_ADDRESS = '203.0.113.77';

/** How the server saw two requests of the same client. */
export interface SeenTwice {
  /** One that claims nothing. */
  readonly plain: SeenRequest;
  /** One whose `X-Forwarded-For` claims {@link CLAIMED_ADDRESS}. */
  readonly claiming: SeenRequest;
  /** Whether TRUSTED_PROXIES has whoever is at the other end of the connection. */
  readonly trustsPeer: boolean;
  /**
   * Whether a proxy stands before the server: surely where PUBLIC_URL is https, which the server itself does not speak; perhaps
   * where it names another port than the server's own; not where it names that one.
   */
  readonly proxied: 'surely' | 'perhaps' | 'no';
}

/**
 * Whether the server knows its clients apart: by the connection where no proxy is between, and by what its own proxy wrote
 * where one is. Limits stop nobody who may claim any address, and stop everybody where all share the proxy's.
 */
export function judgeClientAddress({ plain, claiming, trustsPeer, proxied }: SeenTwice): Finding {
  const subject = about('client address');
  const hops = (claiming.forwardedFor ?? '').split(',').map((hop) => hop.trim());
  const last = hops.at(-1) ?? '';
  const { peer } = claiming;
  const nothingAdded = claiming.forwardedFor === CLAIMED_ADDRESS;
  if (claiming.address === CLAIMED_ADDRESS) {
    // Whoever asks the server itself, from an address that may speak for others, is believed rightly.
    if (nothingAdded && proxied === 'no' && isOwn(plain.address)) return unclear(plain.address);
    if (nothingAdded) {
      return subject.problem(
        `The proxy at ${peer} passes X-Forwarded-For on as clients send it, so anybody may claim any address. Have it add or write the address that it sees (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for).`,
      );
    }
    if (isOwn(last)) return unclear(last);
    return subject.problem(
      `TRUSTED_PROXIES has ${last}, from where clients come, so anybody there may claim any address. Name the address of the proxy alone.`,
    );
  }
  if (claiming.forwardedFor === undefined) {
    return subject.problem(
      `The proxy at ${peer} does not tell who its clients are, so all of them share its address and its limits. Have it send X-Forwarded-For.`,
    );
  }
  if (nothingAdded && proxied === 'no') {
    return subject.ok(`The server sees ${claiming.address}, by the connection, and believes no header.`);
  }
  if (nothingAdded && proxied === 'perhaps') {
    return subject.warning(
      `The server sees ${peer} at the other end. If that is a proxy, all people share its address and its limits: add it to TRUSTED_PROXIES, and have it write X-Forwarded-For.`,
    );
  }
  if (isIP(last) === 0) {
    return subject.problem(
      `The proxy at ${peer} writes ${last === '' ? 'nothing' : last} into X-Forwarded-For in place of the address of the client. Have it write the address.`,
    );
  }
  if (!trustsPeer) {
    return subject.problem(
      `The proxy at ${peer} is not in TRUSTED_PROXIES, so all people share its address and its limits. Add it there.`,
    );
  }
  return subject.ok(
    `The server sees ${claiming.address} as the address of this machine, and nobody can claim another.`,
  );
}

/** What is to be seen only from elsewhere: this machine itself may speak for clients, strangers may not. */
function unclear(address: string): Finding {
  return about('client address').skipped(
    `This machine asks from ${address}, which is in TRUSTED_PROXIES, so it is believed whatever it claims. Ask from another machine, with the same settings.`,
  );
}

function isOwn(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
