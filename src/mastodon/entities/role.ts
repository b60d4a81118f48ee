import type { AccountRole } from '../people.ts';

/** Mastodon's entity Role. */
export interface RoleEntity {
  readonly id: string;
  /** Empty for the role that everyone has. */
  readonly name: string;
  /** Decimal bit mask. */
  readonly permissions: string;
  readonly color: string;
  readonly highlighted: boolean;
  readonly collection_limit: number;
}

/** The bits of a role's permissions (entity Role), as far as roles here differ by them. */
const permission = {
  viewAuditLog: 2 ** 2,
  viewDashboard: 2 ** 3,
  manageReports: 2 ** 4,
  manageFederation: 2 ** 5,
  manageSettings: 2 ** 6,
  manageBlocks: 2 ** 7,
  manageTaxonomies: 2 ** 8,
  manageAppeals: 2 ** 9,
  manageUsers: 2 ** 10,
  manageInvites: 2 ** 11,
  manageRules: 2 ** 12,
  manageAnnouncements: 2 ** 13,
  manageCustomEmojis: 2 ** 14,
  manageWebhooks: 2 ** 15,
  inviteUsers: 2 ** 16,
  manageRoles: 2 ** 17,
  manageUserAccess: 2 ** 18,
  deleteUserData: 2 ** 19,
} as const;

/** All bits that Mastodon 4.6 knows: what an administrator's role computes to. */
const everything = 2 ** 23 - 1;

const everyone = permission.inviteUsers;

const moderating =
  everyone |
  permission.viewAuditLog |
  permission.viewDashboard |
  permission.manageReports |
  permission.manageTaxonomies |
  permission.manageUsers;

const administering =
  moderating |
  permission.manageFederation |
  permission.manageSettings |
  permission.manageBlocks |
  permission.manageAppeals |
  permission.manageInvites |
  permission.manageRules |
  permission.manageAnnouncements |
  permission.manageCustomEmojis |
  permission.manageWebhooks |
  permission.manageRoles |
  permission.manageUserAccess |
  permission.deleteUserData;

const role = (id: string, name: string, permissions: number): RoleEntity => ({
  id,
  name,
  permissions: String(permissions),
  color: '',
  highlighted: name !== '',
  // There are no collections here to be limited.
  collection_limit: 0,
});

const roles: Readonly<Record<AccountRole, RoleEntity>> = {
  user: role('-99', '', everyone),
  moderator: role('1', 'Moderator', moderating),
  admin: role('2', 'Admin', administering),
  owner: role('3', 'Owner', everything),
};

/** Role (entities.md): never null; the role that everyone has is `-99`. */
export function roleEntity(of: AccountRole): RoleEntity {
  return roles[of];
}
