import { html } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';
import type { SiteWords } from '../../words.ts';

export const signUp: SiteWords['signUp'] = {
  form: {
    title: 'Konto anlegen',
    introduction: (server) => html`Das wird dein Konto bei ${server}.`,
    appWaits: (app) =>
      html`${app} möchte Zugang zu einem Konto hier. Sobald du eins hast, siehst du, was die App will, und entscheidest.`,
    invited: 'Jemand von hier hat dich eingeladen. Willkommen.',
    username: 'Benutzername',
    usernameHint: 'Buchstaben, Ziffern und Unterstriche, höchstens 30. Er lässt sich später nicht ändern.',
    email: 'E-Mail-Adresse',
    emailHint:
      'Dorthin bekommst du eine Nachricht mit einem Link, den du einmal öffnest. Sonst sieht die Adresse niemand.',
    password: 'Passwort',
    passwordHint:
      'Mindestens 8 Zeichen. Ein paar Wörter, die nicht zusammengehören, kann man sich gut merken und schwer erraten.',
    dateOfBirth: 'Geburtsdatum',
    dateOfBirthHint: (years) =>
      `Du musst mindestens ${plural('de', years, {
        one: `${formatNumber('de', years)} Jahr`,
        other: `${formatNumber('de', years)} Jahre`,
      })} alt sein. Das Datum wird einmal angesehen und nicht aufbewahrt.`,
    reason: 'Warum möchtest du mitmachen?',
    reasonHint: 'Die Menschen, die diesen Server betreiben, lesen das und entscheiden. Ein, zwei Sätze genügen.',
    rules: 'Regeln dieses Servers',
    agreeToRules: 'Ich bin mit den Regeln dieses Servers einverstanden.',
    agree: 'Ich gehe mit anderen und mit diesem Server respektvoll um.',
    submit: 'Konto anlegen',
    signIn: 'Du hast schon ein Konto? Anmelden',
    problemsTitle: (count) =>
      plural('de', count, {
        one: 'Etwas musst du dir noch einmal ansehen:',
        other: 'Einiges musst du dir noch einmal ansehen:',
      }),
    problems: {
      username: {
        blank: 'Wähle einen Benutzernamen.',
        invalid: 'Ein Benutzername hat nur Buchstaben ohne Akzente und Umlaute, Ziffern und Unterstriche.',
        'too long': 'Der Benutzername ist zu lang, höchstens 30 Zeichen gehen.',
        taken: 'Diesen Benutzernamen hat schon jemand. Wähle einen anderen.',
        reserved: 'Dieser Benutzername ist denen vorbehalten, die den Server betreiben. Wähle einen anderen.',
      },
      email: {
        blank: 'Gib deine E-Mail-Adresse ein.',
        invalid: 'Das sieht nicht nach einer E-Mail-Adresse aus.',
        'too long': 'Die E-Mail-Adresse ist zu lang.',
      },
      password: {
        blank: 'Wähle ein Passwort.',
        'too short': 'Das Passwort ist zu kurz, es braucht mindestens 8 Zeichen.',
        'too long': 'Das Passwort ist zu lang, höchstens 72 Zeichen gehen.',
        common: 'Dieses Passwort gehört zu denen, die zuerst ausprobiert werden. Wähle ein anderes.',
        personal: 'Dieses Passwort besteht aus deinem Namen oder dem dieses Servers. Wähle ein anderes.',
        guessable:
          'Dieses Passwort ist zu leicht zu erraten. Besser sind ein paar Wörter, die nichts miteinander zu tun haben.',
      },
      dateOfBirth: {
        blank: 'Gib dein Geburtsdatum ein.',
        invalid: 'Das ist kein Datum, das ein Geburtstag sein kann.',
        'too young': 'Du bist für diesen Server noch nicht alt genug.',
      },
      reason: {
        blank: 'Schreib in einem Satz, warum du mitmachen möchtest.',
        'too long': 'Der Text ist zu lang, höchstens 420 Zeichen gehen.',
      },
      agreement: { 'not accepted': 'Ohne dein Einverständnis geht es nicht.' },
      other: 'Das geht nicht. Wähle etwas anderes.',
      expiredForm:
        'Diese Seite war zu lange offen, deshalb wurde nichts gesendet. Bitte gib dein Passwort noch einmal ein und sende sie ab.',
      inviteNotGood: 'Die Einladung gilt nicht mehr. Auch ohne sie kannst du um ein Konto bitten.',
    },
  },

  closed: {
    title: 'Zurzeit keine neuen Konten',
    happened: 'Auf diesen Server kommen neue Leute nur mit einer Einladung.',
    advice: 'Wenn du hier jemanden kennst, bitte um einen Link.',
  },
  badInvite: {
    title: 'Diese Einladung gilt nicht',
    happened: 'Vielleicht ist sie aufgebraucht oder beendet, oder der Link ist nicht vollständig.',
    advice: 'Bitte um eine neue, wo du diese herhast.',
    withoutInvite: 'Konto ohne Einladung anlegen',
  },

  waiting: {
    title: 'Sieh in deine E-Mails',
    sentTo: (address) =>
      html`Wir haben eine Nachricht an ${address} geschickt. Öffne den Link darin, um zu bestätigen, dass die Adresse dir gehört.`,
    sentAgain: (address) => html`Eine neue Nachricht ist unterwegs an ${address}.`,
    appWaits: (app) => html`Danach geht es mit ${app} weiter.`,
    goOn: 'Ich habe den Link geöffnet, weiter',
    advice: 'Das kann ein paar Minuten dauern. Fehlt die Nachricht, sieh bei der unerwünschten Post nach.',
    signInHint: 'Melde dich bis dahin mit deinem Benutzernamen an und nicht mit der Adresse.',
    again: 'Nachricht noch einmal schicken',
    wrongAddress: 'Falsche Adresse?',
    newAddress: 'Deine E-Mail-Adresse',
    change: 'An diese Adresse schicken',
    tooMany: (minutes) =>
      `Es gab schon viele Nachrichten. Bitte warte ${plural('de', minutes, {
        one: `${formatNumber('de', minutes)} Minute`,
        other: `${formatNumber('de', minutes)} Minuten`,
      })}, bevor du eine weitere anforderst.`,
  },
  pending: {
    title: 'Dein Konto wartet auf Freigabe',
    happened:
      'Deine Adresse ist bestätigt. Die Menschen, die diesen Server betreiben, sehen sich jedes neue Konto selbst an.',
    advice: 'Du bekommst eine Nachricht, sobald sie entschieden haben.',
    appWaits: (app) =>
      html`Vorher kann ${app} das Konto nicht verwenden. Dauert es länger als einen Tag, fang in der App noch einmal an.`,
    look: 'Nachsehen, ob sie entschieden haben',
  },

  confirm: {
    title: 'Bestätige deine E-Mail-Adresse',
    question: (address, handle) => html`Gehört die Adresse ${address} dir, und hast du das Konto ${handle} angelegt?`,
    submit: 'Ja, bestätigen',
    otherwise:
      'Wenn nicht, schließ diese Seite. Ohne die Bestätigung kann niemand das Konto verwenden, und es wird entfernt.',
  },
  confirmed: {
    title: 'Deine Adresse ist bestätigt',
    done: (handle) => html`Das Konto ${handle} ist bereit.`,
    waits: (handle) =>
      html`Das Konto ${handle} wartet nun auf die Menschen, die diesen Server betreiben. Du bekommst eine Nachricht, wenn sie entschieden haben.`,
    goBack: 'In dem Browser, in dem du angefangen hast, wartet eine App. Geh dorthin zurück und mach weiter.',
    signIn: 'Anmelden',
  },
  addressTaken: {
    title: 'Diese Adresse hat ein anderes Konto',
    happened: 'Ein anderes Konto hier hat die Adresse vorher bestätigt, deshalb kann dieses sie nicht haben.',
    advice: 'Melde dich bei dem anderen Konto an. Wenn du dessen Passwort vergessen hast, kannst du ein neues wählen.',
    resetPassword: 'Neues Passwort wählen',
  },
  badLink: {
    title: 'Dieser Link gilt nicht mehr',
    happened:
      'Vielleicht ist er zu alt, es wurde inzwischen eine andere Adresse angegeben, oder der Link ist nicht vollständig.',
    advice: 'Du kannst dir einen neuen schicken lassen.',
    again: 'Neue Nachricht schicken',
  },

  resend: {
    title: 'Nachricht noch einmal schicken',
    introduction: 'Gib die E-Mail-Adresse ein, mit der du dein Konto angelegt hast.',
    submit: 'Nachricht schicken',
    sentTitle: 'Sieh in deine E-Mails',
    sent: (address) => html`Wenn ein Konto mit der Adresse ${address} wartet, ist eine Nachricht dorthin unterwegs.`,
    sentAdvice:
      'Das kann ein paar Minuten dauern. Fehlt die Nachricht, sieh bei der unerwünschten Post nach oder prüfe, ob du das Konto mit einer anderen Adresse angelegt hast.',
    signIn: 'Zurück zur Anmeldung',
  },

  invites: {
    title: 'Einladungen',
    introduction:
      'Mit einer Einladung kann man hier ein Konto anlegen. Gib den Link nur denen, die du einladen willst.',
    make: 'Einladung anlegen',
    label: 'Für wen ist sie?',
    labelHint: 'Das sehen nur du und die Menschen, die diesen Server betreiben.',
    uses: 'Wie viele sie verwenden dürfen',
    unlimited: 'Beliebig viele',
    people: (count) =>
      plural('de', count, {
        one: `${formatNumber('de', count)} Person`,
        other: `${formatNumber('de', count)} Personen`,
      }),
    expires: 'Wie lange sie gilt',
    never: 'Bis ich sie beende',
    days: (count) =>
      plural('de', count, {
        one: `${formatNumber('de', count)} Tag`,
        other: `${formatNumber('de', count)} Tage`,
      }),
    submit: 'Einladung anlegen',
    made: 'Die Einladung ist angelegt. Kopiere jetzt ihren Link: Er wird nicht noch einmal gezeigt.',
    link: 'Link',
    yours: 'Deine Einladungen',
    none: 'Du hast noch keine Einladung angelegt.',
    columns: { invite: 'Einladung', state: 'Zustand', uses: 'Verwendet', expires: 'Gilt bis', actions: 'Beenden' },
    unnamed: 'Ohne Namen',
    states: { good: 'gilt', 'used up': 'aufgebraucht', expired: 'abgelaufen', ended: 'beendet' },
    usedOf: (uses, most) =>
      most === undefined ? formatNumber('de', uses) : `${formatNumber('de', uses)} von ${formatNumber('de', most)}`,
    noExpiry: 'bis sie beendet wird',
    end: 'Beenden',
    ended: 'Die Einladung ist beendet. Konten, die damit angelegt wurden, bleiben.',
    problems: {
      labelTooLong: 'Der Name ist zu lang, höchstens 100 Zeichen gehen.',
      tooMany: 'Du hast viele Einladungen, die noch gelten. Beende zuerst einige.',
    },
  },
};
