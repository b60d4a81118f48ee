import type { SiteWords } from '../../words.ts';

export const mail: SiteWords['mail'] = {
  greeting: (username) => `Hallo ${username},`,
  validUntil: (moment) => `Der Link funktioniert einmal, bis ${moment}.`,
  linkHint: 'Falls der Knopf nichts tut, öffne diese Adresse in deinem Browser:',
  footer: (username, server) => `In dieser Mail geht es um das Konto ${username} auf ${server}.`,
  footerWithoutAccount: (server) => `Diese Mail kommt von ${server}.`,
  help: (contact) => `Fragen? Schreib an ${contact}.`,
  moment: (day, time) => `${day}, ${time} Uhr (UTC)`,
  labels: {
    time: 'Wann',
    browser: 'Browser',
    address: 'Netzwerkadresse',
    app: 'App',
    permissions: 'Sie darf',
    passkey: 'Passkey',
    codesLeft: 'Übrige Wiederherstellungscodes',
    applicant: 'Benutzername',
  },
  unknownPermission: (scope) => `etwas, wofür dieser Server keine Worte hat (${scope})`,

  confirmEmail: {
    subject: (server) => `Bestätige deine E-Mail-Adresse für ${server}`,
    lead: (server) =>
      `Mit dieser E-Mail-Adresse wurde auf ${server} ein Konto angelegt. Wenn es deines ist, bestätige bitte die Adresse.`,
    action: 'Adresse bestätigen',
    advice:
      'Wenn du das nicht warst, musst du nichts tun. Ohne die Bestätigung kann niemand das Konto benutzen, und es wird entfernt.',
  },
  addressKnown: {
    subject: (server) => `Du hast schon ein Konto auf ${server}`,
    lead: 'Jemand wollte sich mit deiner E-Mail-Adresse registrieren. Sie gehört aber schon zu deinem Konto.',
    action: 'Anmelden',
    advice:
      'Wenn du das warst: Melde dich an, oder wähle ein neues Passwort, falls du deines vergessen hast. Wenn nicht, musst du nichts tun.',
  },
  changeEmail: {
    subject: (server) => `Bestätige deine neue E-Mail-Adresse für ${server}`,
    lead: 'Dein Konto soll diese E-Mail-Adresse bekommen. Bitte bestätige, dass sie dir gehört.',
    action: 'Neue Adresse bestätigen',
    advice: 'Wenn du das nicht warst, musst du nichts tun. Das Konto behält die Adresse, die es hat.',
  },
  emailChanged: {
    subject: (server) => `Deine E-Mail-Adresse auf ${server} wurde geändert`,
    lead: 'Dein Konto hat jetzt eine andere E-Mail-Adresse. Mit dieser hier kannst du dich nicht mehr anmelden, und dies ist die letzte Mail an sie.',
    advice: 'Wenn du das nicht warst, hat jemand anderes dein Konto. Schreib sofort denen, die den Server betreiben.',
  },
  resetPassword: {
    subject: (server) => `Wähle ein neues Passwort für ${server}`,
    lead: 'Jemand, hoffentlich du, möchte ein neues Passwort für dein Konto.',
    action: 'Neues Passwort wählen',
    advice: 'Wenn du das nicht warst, musst du nichts tun. Dein Passwort bleibt, wie es ist, und niemand kam hinein.',
  },
  passwordChanged: {
    subject: (server) => `Dein Passwort auf ${server} wurde geändert`,
    how: {
      changed: 'Das Passwort deines Kontos wurde geändert. Alle anderen Browser wurden abgemeldet.',
      reset: 'Für dein Konto wurde ein neues Passwort gewählt. Alle Browser und alle Apps wurden abgemeldet.',
      'by staff':
        'Die Leute, die den Server betreiben, haben deinem Konto ein neues Passwort gegeben. Alle Browser und Apps wurden abgemeldet.',
    },
    action: 'Neues Passwort wählen',
    advice: 'Wenn du das warst, musst du nichts tun. Wenn nicht, wähle sofort ein neues Passwort.',
  },
  newSignIn: {
    subject: (server) => `Neue Anmeldung bei deinem Konto auf ${server}`,
    lead: 'Jemand hat sich mit einem Browser bei deinem Konto angemeldet, der bisher nicht bekannt war.',
    action: 'Angemeldete Browser ansehen',
    advice: 'Wenn du das warst, musst du nichts tun. Wenn nicht, melde diesen Browser ab und ändere dein Passwort.',
  },
  appAuthorized: {
    subject: (server) => `Eine App darf dein Konto auf ${server} benutzen`,
    lead: 'Du hast einer App erlaubt, dein Konto zu benutzen.',
    action: 'Autorisierte Apps ansehen',
    advice: 'Wenn du das nicht warst, nimm der App den Zugriff und ändere dein Passwort.',
  },
  secondFactorChanged: {
    subject: (server) => `Der Schutz deines Kontos auf ${server} wurde geändert`,
    changes: {
      'totp added': 'Zum Anmelden brauchst du ab jetzt neben dem Passwort einen Code aus deiner Authenticator-App.',
      'totp removed': 'Die Authenticator-App wurde von deinem Konto entfernt.',
      'passkey added': 'Deinem Konto wurde ein Passkey hinzugefügt.',
      'passkey removed': 'Ein Passkey wurde von deinem Konto entfernt.',
      'recovery codes made': 'Für dein Konto gibt es neue Wiederherstellungscodes. Die alten funktionieren nicht mehr.',
      'recovery code used':
        'Mit einem Wiederherstellungscode hat sich jemand bei deinem Konto angemeldet. Der Code funktioniert nicht noch einmal.',
      'all removed':
        'Die Leute, die den Server betreiben, haben alle zweiten Faktoren von deinem Konto entfernt. Zum Anmelden genügt jetzt das Passwort.',
    },
    action: 'Zweite Faktoren ansehen',
    advice: 'Wenn du das nicht warst, ändere sofort dein Passwort und sieh nach, was dein Konto schützt.',
  },
  registrationWaits: {
    subject: (server) => `Jemand möchte bei ${server} mitmachen`,
    lead: 'Ein Konto wurde angelegt, seine E-Mail-Adresse ist bestätigt, und jetzt wartet es darauf, freigegeben zu werden.',
    action: 'Konto ansehen',
    advice: 'Du bekommst diese Mail, weil du dich um den Server kümmerst.',
  },
  approved: {
    subject: (server) => `Willkommen auf ${server}`,
    lead: 'Dein Konto wurde freigegeben. Du kannst es jetzt benutzen.',
    action: 'Anmelden',
  },
  rejected: {
    subject: (server) => `Dein Konto auf ${server} wurde nicht freigegeben`,
    lead: 'Die Leute, die den Server betreiben, haben dein Konto nicht freigegeben. Es wurde mit allem, was dazugehörte, entfernt.',
  },
  accountDeleted: {
    subject: (server) => `Dein Konto auf ${server} wurde gelöscht`,
    lead: 'Dein Konto wurde mit allem, was dazugehörte, gelöscht. Es lässt sich nicht zurückholen, und niemand sonst kann seinen Namen bekommen.',
    advice: 'Wenn du das nicht warst, schreib denen, die den Server betreiben.',
  },
};
