import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Revocation } from '../../flows/ports.ts';
import type { News } from '../../social/ports.ts';
import { overNetwork } from './postgres-errors.ts';

/** The channel on which nodes tell each other what ended. */
export const REVOCATION_CHANNEL = 'mastodoor_revocations';

/** Sends a notice: within a transaction, when that commits. */
export async function sendNotice(client: pg.ClientBase, notice: string): Promise<void> {
  const values = [REVOCATION_CHANNEL, notice];
  await overNetwork(client.query({ name: 'mastodoor_notice', text: 'select pg_notify($1, $2)', values }));
}

/** PostgreSQL takes fewer than 8000 bytes in one notice, and an account id has 255 characters at the most. */
const MOST_IN_NOTICE = 7000;

/** More than this in one commit are told as "something". */
const MOST_NOTICES = 20;

/** A notice of the node `origin` that tells nothing, to see whether notices arrive. */
export function probeOf(origin: string): string {
  return JSON.stringify({ from: origin, ends: [], probe: randomUUID() });
}

/**
 * What the node `origin` tells the others, as texts for notices. Of much news some is left out: whoever missed some finds
 * everything in the timelines.
 */
export function noticesOf(
  origin: string,
  revocations: readonly Revocation[],
  news: readonly News[] = [],
): readonly string[] {
  const notices: string[] = [];
  let ends: Revocation[] = [];
  let bytes = 0;
  const add = () => {
    if (ends.length > 0) notices.push(JSON.stringify({ from: origin, ends }));
    ends = [];
    bytes = 0;
  };
  for (const revocation of revocations) {
    const size = Buffer.byteLength(JSON.stringify(revocation)) + 1;
    if (bytes + size > MOST_IN_NOTICE) add();
    ends.push(revocation);
    bytes += size;
  }
  add();
  const fitting = news
    .map((one) => JSON.stringify({ from: origin, ends: [], news: [one] }))
    .filter((text) => Buffer.byteLength(text) <= MOST_IN_NOTICE)
    .slice(0, MOST_NOTICES);
  if (notices.length <= MOST_NOTICES) return [...notices, ...fitting];
  return [JSON.stringify({ from: origin, ends: [{ kind: 'unknown' }] }), ...fitting];
}

/** The members that name what ended, by kind. */
const named: Readonly<Record<Revocation['kind'], readonly string[]>> = {
  token: ['tokenId'],
  grant: ['grantId'],
  account: ['accountId'],
  app: ['appId'],
  unknown: [],
};

/**
 * What a notice says, unless it is the node's own. One that cannot be read, such as that of another version, tells that
 * something ended.
 */
export function readNotice(
  origin: string,
  text: string,
): { readonly ends: readonly Revocation[]; readonly news: readonly News[] } {
  const notice = parse(text);
  if (notice?.from === origin) return { ends: [], news: [] };
  const { ends, news = [] } = notice ?? {};
  return {
    ends: Array.isArray(ends) && ends.every(isRevocation) ? ends : [{ kind: 'unknown' }],
    news: Array.isArray(news) ? news.filter(isNews) : [],
  };
}

/** What another version tells that this one does not know is not heard. */
function isNews(value: unknown): value is News {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, statusId, accountId, notificationId, visibility, mentionedIds } = value as Readonly<
    Record<string, unknown>
  >;
  if (kind === 'status') return typeof statusId === 'string';
  if (kind === 'notification') return typeof notificationId === 'string' && typeof accountId === 'string';
  if (kind !== 'status deleted' || typeof statusId !== 'string' || typeof accountId !== 'string') return false;
  return typeof visibility === 'string' && Array.isArray(mentionedIds);
}

function parse(
  text: string,
): { readonly from?: unknown; readonly ends?: unknown; readonly news?: unknown } | null | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRevocation(value: unknown): value is Revocation {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, appId, ...rest } = value as Readonly<Record<string, unknown>>;
  if (typeof kind !== 'string' || !Object.hasOwn(named, kind)) return false;
  if (appId !== undefined && typeof appId !== 'string') return false;
  const members: Readonly<Record<string, unknown>> = { ...rest, appId };
  return named[kind as Revocation['kind']].every((name) => typeof members[name] === 'string');
}
