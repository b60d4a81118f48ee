import { html, type Markup } from '../../../markup.ts';
import type { SiteWords } from '../../words.ts';

export const password: SiteWords['password'] = {
  ask: {
    title: 'Passwort vergessen?',
    introduction: 'Sag uns, um wessen Passwort es geht. Wir schicken einen Link an die E-Mail-Adresse dieses Kontos.',
    submit: 'Link schicken',
    backToSignIn: 'Zurück zur Anmeldung',
    problems: {
      blank: 'Gib deinen Benutzernamen oder deine E-Mail-Adresse ein.',
      'too many requests':
        'Es wurde zu oft nach einem Link gefragt. Warte eine halbe Stunde und versuch es dann noch einmal.',
    },
  },
  sent: {
    title: 'Schau in deine E-Mails',
    onItsWay:
      'Wenn es ein Konto mit diesem Namen oder dieser Adresse gibt, ist ein Link an seine E-Mail-Adresse unterwegs.',
    onceWithin:
      'Der Link funktioniert einmal, in den nächsten zwei Stunden. Bis du ihn benutzt, gilt dein altes Passwort weiter.',
    nothingCame: 'Nach ein paar Minuten ist nichts da? Sieh beim Spam nach und prüf, was du eingegeben hast.',
    askAgain: 'Noch einmal anfordern',
  },
  choose: {
    title: 'Neues Passwort wählen',
    forAccount: (handle: Markup): Markup => html`Es wird das Passwort von ${handle}.`,
    whatEnds: 'Alle Browser und Apps, die bei diesem Konto angemeldet sind, werden abgemeldet.',
    password: 'Neues Passwort',
    submit: 'Passwort setzen',
  },
  badLink: {
    title: 'Dieser Link funktioniert nicht',
    happened:
      'Ein Link gilt einmal und zwei Stunden lang, und nur das zuletzt gesetzte Passwort zählt. Dieser wurde schon benutzt, ist zu alt oder wurde nicht vollständig kopiert.',
    askAgain: 'Neuen Link anfordern',
  },
  done: {
    title: 'Dein neues Passwort gilt',
    happened: 'Alle Browser und Apps wurden abgemeldet.',
    next: 'Melde dich mit dem neuen Passwort an. Wenn du einen zweiten Faktor hast, wird er wie bisher verlangt.',
  },
};
