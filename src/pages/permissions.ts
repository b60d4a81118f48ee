import type { Messages } from './messages/messages.ts';

/** Every scope that this server offers, each of which has words of its own in every language. */
export const scopesWithWords = [
  'read',
  'profile',
  'write',
  'write:accounts',
  'write:blocks',
  'write:bookmarks',
  'write:collections',
  'write:conversations',
  'write:favourites',
  'write:filters',
  'write:follows',
  'write:lists',
  'write:media',
  'write:mutes',
  'write:notifications',
  'write:reports',
  'write:statuses',
  'read:accounts',
  'read:blocks',
  'read:bookmarks',
  'read:collections',
  'read:favourites',
  'read:filters',
  'read:follows',
  'read:lists',
  'read:mutes',
  'read:notifications',
  'read:search',
  'read:statuses',
  'follow',
  'push',
  'admin:read',
  'admin:read:accounts',
  'admin:read:reports',
  'admin:read:domain_allows',
  'admin:read:domain_blocks',
  'admin:read:ip_blocks',
  'admin:read:email_domain_blocks',
  'admin:read:canonical_email_blocks',
  'admin:write',
  'admin:write:accounts',
  'admin:write:reports',
  'admin:write:domain_allows',
  'admin:write:domain_blocks',
  'admin:write:ip_blocks',
  'admin:write:email_domain_blocks',
  'admin:write:canonical_email_blocks',
] as const;

/** One of {@link scopesWithWords}. */
export type ScopeWithWords = (typeof scopesWithWords)[number];

/** The part of a person's life that a permission reaches into; shown in this order. */
export const permissionTopics = ['everything', 'profile', 'posts', 'people', 'notices', 'server', 'other'] as const;

/** One of {@link permissionTopics}. */
export type PermissionTopic = (typeof permissionTopics)[number];

/** What a person should pause at before they agree. */
export type Risk =
  | 'sees private posts'
  | 'speaks for you'
  | 'deletes'
  | 'changes whom you follow'
  | 'changes your profile'
  | 'rules the server'
  | 'unknown';

/** One scope, put in words. */
export interface Permission {
  readonly scope: string;
  /** What it allows, in plain words; `undefined` when this server knows only its name. */
  readonly words: string | undefined;
  readonly risks: readonly Risk[];
}

/** What belongs to one topic. */
export interface PermissionGroup {
  readonly topic: PermissionTopic;
  readonly title: string;
  readonly permissions: readonly Permission[];
}

/** The old `follow` covers these; every other umbrella covers the names that it begins. */
const coveredByFollow = /^(read|write):(follows|blocks|mutes)$/;

/**
 * What a list of scopes allows, in plain words and grouped by topic. A scope that another one of the list includes
 * is left out: the wider words say it already.
 */
export function describePermissions(messages: Messages, scopes: readonly string[]): readonly PermissionGroup[] {
  const distinct = [...new Set(scopes)];
  const shown = distinct.filter((scope) => !isSaidAlready(scope, distinct));
  return permissionTopics
    .map((topic) => ({
      topic,
      title: messages.permissions.topics[topic],
      permissions: shown
        .filter((scope) => topicOf(scope) === topic)
        .sort((one, other) => rank(one) - rank(other))
        .map((scope) => describePermission(messages, scope)),
    }))
    .filter((group) => group.permissions.length > 0);
}

/** What one scope allows, whatever stands beside it. */
export function describePermission(messages: Messages, scope: string): Permission {
  return { scope, words: wordsFor(messages, scope), risks: risksOf(messages, scope) };
}

/** `follow` is about seeing and changing, so it takes both of the great umbrellas to cover it. */
function isSaidAlready(scope: string, scopes: readonly string[]): boolean {
  if (scope === 'follow') return scopes.includes('read') && scopes.includes('write');
  return scopes.some((other) => scope.startsWith(`${other}:`) || (other === 'follow' && coveredByFollow.test(scope)));
}

/** A host may have given words to scopes of its own. */
function wordsFor({ permissions }: Messages, scope: string): string | undefined {
  return Object.hasOwn(permissions.scopes, scope) ? permissions.scopes[scope] : undefined;
}

function isBuiltIn(scope: string): scope is ScopeWithWords {
  return (scopesWithWords as readonly string[]).includes(scope);
}

/** Seeing comes before changing, as in the sentence "see and change". */
function rank(scope: string): number {
  return /(^|:)write(:|$)/.test(scope) ? 1 : 0;
}

function topicOf(scope: string): PermissionTopic {
  if (!isBuiltIn(scope)) return 'other';
  if (scope.startsWith('admin:')) return 'server';
  switch (scope.replace(/^(read|write):/, '')) {
    case 'read':
    case 'write':
      return 'everything';
    case 'profile':
    case 'accounts':
      return 'profile';
    case 'follow':
    case 'follows':
    case 'blocks':
    case 'mutes':
    case 'lists':
    case 'reports':
      return 'people';
    case 'push':
    case 'notifications':
    case 'conversations':
      return 'notices';
    default:
      return 'posts';
  }
}

function risksOf(messages: Messages, scope: string): readonly Risk[] {
  if (!isBuiltIn(scope)) return wordsFor(messages, scope) === undefined ? ['unknown'] : [];
  if (scope.startsWith('admin:')) return ['rules the server'];
  switch (scope) {
    case 'read':
    case 'read:statuses':
    case 'read:notifications':
      return ['sees private posts'];
    case 'write':
      return ['speaks for you', 'deletes', 'changes whom you follow'];
    case 'write:statuses':
      return ['speaks for you', 'deletes'];
    case 'write:reports':
      return ['speaks for you'];
    case 'write:conversations':
      return ['deletes'];
    case 'follow':
    case 'write:follows':
      return ['changes whom you follow'];
    case 'write:accounts':
      return ['changes your profile'];
    default:
      return [];
  }
}
