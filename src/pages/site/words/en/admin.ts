export const admin = {
  nav: {
    label: 'Administration',
    overview: 'At a glance',
    accounts: 'Accounts',
    apps: 'Apps',
    invites: 'Invites',
    housekeeping: 'Housekeeping',
    audit: 'Audit log',
    back: 'Your account',
  },
};
