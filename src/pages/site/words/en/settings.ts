export const settings = {
  nav: {
    label: 'Your account',
    profile: 'Profile',
    account: 'Password and e-mail',
    secondFactors: 'Second factors',
    sessions: 'Signed-in browsers',
    apps: 'Authorized apps',
    tokens: 'Personal access tokens',
    bot: 'Bot access',
    invites: 'Invites',
    export: 'Export your data',
    delete: 'Delete the account',
    admin: 'Administration',
  },
};
