import { html, type Markup } from '../../../markup.ts';

export const demo = {
  title: 'Demo',
  warning:
    'Demo: everybody who reaches it can do everything, and all that is in it is gone when it ends. Put nothing here that is yours.',
  toTry: 'What there is to try',
  people: 'People',
  password: 'The password of each',
  token: (scopes: Markup): Markup => html`A token of alice: ${scopes}`,
  commands: 'Lines for a terminal',
  requests: 'Requests',
  requestsHint: 'The last 200, the newest first, with what was wrong. Of secrets only the beginnings are shown.',
  again: 'Look again',
  noRequests: 'There were none yet.',
  sent: 'Sent',
  expected: 'Expected',
  documented: 'Documented',
  mails: 'Mails',
  mailsHint: 'What would have been sent, the newest first.',
  noMails: 'There were none yet: no mail leaves a demo, it is shown here.',
  to: 'To',
};
