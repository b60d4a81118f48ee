import { html, type Markup } from '../../../markup.ts';

export const secondStep = {
  confirm: {
    title: 'Confirm that it’s you',
    lead: 'What comes next concerns the keys to your account, so please give your password once more.',
    account: (handle: Markup): Markup => html`You are signed in as ${handle}.`,
    submit: 'Confirm',
    wrongPassword: 'That is not the password of this account. Check it and try again.',
    why: 'You will not be asked again for a quarter of an hour.',
  },
};
