/** Names that seem to speak for the server, or that mail and other software give a meaning (RFC 2142). */
const reserved: ReadonlySet<string> = new Set([
  'abuse',
  'account',
  'accounts',
  'admin',
  'administration',
  'administrator',
  'api',
  'help',
  'helpdesk',
  'hostmaster',
  'info',
  'instance',
  'mastodon',
  'mastodoor',
  'mod',
  'moderation',
  'moderator',
  'noreply',
  'no_reply',
  'oauth',
  'official',
  'operator',
  'owner',
  'postmaster',
  'root',
  'security',
  'server',
  'staff',
  'support',
  'sysadmin',
  'system',
  'webmaster',
]);

/** Whether only the server's own staff may have a username; without regard to letter case (contract §12.2). */
export function isReservedUsername(username: string): boolean {
  return reserved.has(username.toLowerCase());
}
