import { html, type Markup } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';
import type { SiteWords } from '../../words.ts';

const days = (count: number) =>
  plural('de', count, { one: `${formatNumber('de', count)} Tag`, other: `${formatNumber('de', count)} Tage` });

const problemsTitle = (count: number) =>
  plural('de', count, { one: 'Eine Sache musst du dir noch ansehen', other: 'Einiges musst du dir noch ansehen' });

export const settings: SiteWords['settings'] = {
  nav: {
    label: 'Dein Konto',
    profile: 'Profil',
    posting: 'Beiträge',
    account: 'Passwort und E-Mail',
    secondFactors: 'Zweiter Faktor',
    sessions: 'Angemeldete Browser',
    apps: 'Berechtigte Apps',
    tokens: 'Persönliche Zugriffstokens',
    bot: 'Zugang für Bots',
    invites: 'Einladungen',
    export: 'Daten exportieren',
    delete: 'Konto löschen',
    admin: 'Verwaltung',
  },

  account: {
    title: 'Passwort und E-Mail',
    notices: {
      'password changed': 'Dein Passwort ist geändert. Alle anderen Browser wurden abgemeldet.',
      'email asked':
        'Ein Link ist an die neue Adresse unterwegs, falls sie hier benutzt werden kann. Öffne ihn, damit die Adresse gilt.',
      'email called off': 'Deine Adresse bleibt, wie sie ist.',
      'language changed': 'Deine Sprache ist gespeichert.',
    },
    password: {
      title: 'Passwort',
      introduction: 'Ändere es, wenn es jemand anders kennen könnte oder du es auch anderswo benutzt.',
      change: 'Passwort ändern',
    },
    email: {
      title: 'E-Mail-Adresse',
      current: (email: Markup): Markup => html`Mails zu deinem Konto gehen an ${email}.`,
      waits: (email: Markup): Markup =>
        html`Du möchtest sie in ${email} ändern. Das gilt, sobald du den Link öffnest, der dorthin geschickt wurde.`,
      change: 'Adresse ändern',
      sendAgain: 'Noch einen Link schicken',
      callOff: 'Alte Adresse behalten',
    },
    language: {
      title: 'Sprache',
      label: 'Sprache der Seiten und Mails',
      browsers: 'Die Sprache des Browsers',
      save: 'Sprache speichern',
    },
  },

  changePassword: {
    title: 'Passwort ändern',
    whatEnds: 'Alle anderen Browser werden abgemeldet, und Links zum Zurücksetzen des Passworts verfallen.',
    emailChangeEnds:
      'Auch die Änderung deiner E-Mail-Adresse, die noch auf ihren Link wartet, verfällt. Du kannst sie neu anstoßen.',
    password: 'Neues Passwort',
    endsApps: 'Auch alle Apps abmelden',
    endsAppsHint:
      'Tu das, wenn jemand anders dein Konto benutzt haben könnte. Auch deine persönlichen Zugriffstokens enden damit.',
    submit: 'Passwort ändern',
    cancel: 'Lassen, wie es ist',
    problems: {
      overtaken:
        'Dein Passwort wurde im selben Moment anderswo geändert. Wenn du das nicht warst, fordere einen Link zum Zurücksetzen an.',
      'too many requests': 'Das Passwort wurde zu oft geändert. Warte zehn Minuten und versuch es dann noch einmal.',
    },
  },

  changeEmail: {
    title: 'E-Mail-Adresse ändern',
    introduction: (email: Markup): Markup =>
      html`Bis du den Link öffnest, den wir an die neue Adresse schicken, bleibt alles bei ${email}.`,
    email: 'Neue E-Mail-Adresse',
    submit: 'Link schicken',
    cancel: 'Lassen, wie es ist',
    problems: {
      blank: 'Gib die neue Adresse ein.',
      invalid: 'Das sieht nicht nach einer E-Mail-Adresse aus.',
      'too long': 'Diese Adresse ist zu lang.',
      unchanged: 'Das ist schon deine Adresse.',
      'too many requests':
        'Es wurden zu oft Links angefordert. Warte eine halbe Stunde und versuch es dann noch einmal.',
    },
  },

  confirmEmailChange: {
    title: 'Diese Adresse verwenden?',
    question: (email: Markup, handle: Markup): Markup => html`Mails zum Konto ${handle} gehen dann an ${email}.`,
    submit: 'Diese Adresse verwenden',
    notYou: 'Wenn du das nicht wolltest, schließ die Seite. Es ändert sich nichts.',
  },

  emailChange: {
    changed: { title: 'Die neue Adresse gilt', happened: 'Die alte Adresse wurde darüber benachrichtigt.' },
    'bad link': {
      title: 'Dieser Link funktioniert nicht',
      happened: 'Er wurde schon benutzt, ist älter als ein Tag, oder es wurde später eine andere Adresse gewünscht.',
    },
    taken: {
      title: 'Diese Adresse kann nicht verwendet werden',
      happened: 'Ein anderes Konto dieses Servers hat sie. Deine Adresse bleibt, wie sie war.',
    },
    toSettings: 'Zu deinem Konto',
  },

  profile: {
    title: 'Profil',
    introduction: 'Was andere von dir sehen.',
    saved: 'Dein Profil ist gespeichert.',
    problemsTitle,
    displayName: 'Anzeigename',
    displayNameHint: 'Höchstens 30 Zeichen. Ohne ihn wird dein Benutzername gezeigt.',
    note: 'Über dich',
    noteHint: 'Höchstens 500 Zeichen.',
    fieldsTitle: 'Weitere Angaben',
    fieldsHint: 'Bis zu vier, etwa eine Website oder deine Pronomen. Leere werden weggelassen.',
    fieldName: (place: number) => `Bezeichnung ${formatNumber('de', place)}`,
    fieldValue: (place: number) => `Inhalt ${formatNumber('de', place)}`,
    privacyTitle: 'Wer was sieht',
    locked: 'Folgende selbst bestätigen',
    lockedHint: 'Wenn du das ausschaltest, werden alle eingelassen, die noch warten.',
    discoverable: 'Andere dürfen dich in Vorschlägen und Verzeichnissen finden',
    indexable: 'Andere dürfen deine öffentlichen Beiträge in der Suche finden',
    hideCollections: 'Verbergen, wem du folgst und wer dir folgt',
    bot: 'Hinter diesem Konto steht ein Programm',
    submit: 'Profil speichern',
    seeIt: 'Deine Profilseite ansehen',
    problems: {
      displayName: 'Der Anzeigename ist zu lang: höchstens 30 Zeichen.',
      note: 'Der Text über dich ist zu lang: höchstens 500 Zeichen.',
      fieldName: 'Eine Bezeichnung ist zu lang oder fehlt neben einem Inhalt: höchstens 255 Zeichen.',
      fieldValue: 'Ein Inhalt ist zu lang: höchstens 255 Zeichen.',
    },
  },

  pictures: {
    title: 'Bilder',
    hint: 'PNG, JPEG, GIF oder WebP, höchstens 8 MB. Sie werden zugeschnitten, und von der Datei wird nur aufbewahrt, was man sehen kann.',
    kinds: { avatar: 'Profilbild', header: 'Titelbild' },
    choose: { avatar: 'Anderes Profilbild wählen', header: 'Anderes Titelbild wählen' },
    description: { avatar: 'Was das Profilbild zeigt', header: 'Was das Titelbild zeigt' },
    descriptionHint: 'Für Menschen, die es nicht sehen können; höchstens 150 Zeichen.',
    remove: { avatar: 'Dieses Profilbild entfernen', header: 'Dieses Titelbild entfernen' },
    submit: 'Bilder speichern',
    problems: {
      'too large': 'Diese Datei ist zu groß: höchstens 8 MB.',
      'no picture': 'Das ist kein Bild in PNG, JPEG, GIF oder WebP.',
      damaged: 'Dieses Bild ist beschädigt oder hat mehr als 40 Megapixel.',
      description: 'Dieser Text ist zu lang: höchstens 150 Zeichen.',
    },
  },

  posting: {
    title: 'Beiträge',
    introduction: 'Wie neue Beiträge sind, wenn die App, mit der du schreibst, nichts anderes sagt.',
    saved: 'Deine Auswahl ist gespeichert.',
    visibility: 'Wer sie lesen darf',
    visibilities: {
      '': 'Alle; nur Folgende, solange du sie selbst bestätigst',
      public: 'Alle',
      unlisted: 'Alle, aber nicht in öffentlichen Listen',
      private: 'Folgende',
      direct: 'Nur die Genannten',
    },
    language: 'Die Sprache, in der du schreibst',
    noLanguage: 'Die Sprache deines Kontos',
    sensitive: 'Medien als heikel kennzeichnen',
    showsApplication: 'Anderen zeigen, mit welcher App du schreibst',
    showsApplicationHint: 'Du selbst siehst es immer.',
    submit: 'Auswahl speichern',
  },

  sessions: {
    title: 'Angemeldete Browser',
    introduction: 'Einer davon ist nicht deiner? Melde ihn ab und ändere dein Passwort.',
    caption: 'Browser, die bei deinem Konto angemeldet sind',
    columns: {
      browser: 'Browser',
      lastUsed: 'Zuletzt benutzt',
      signedIn: 'Angemeldet',
      address: 'Adresse',
      end: 'Abmelden',
    },
    unknownBrowser: 'Unbekannter Browser',
    browserOn: (browser: string, system: string) => `${browser} unter ${system}`,
    thisOne: 'Dieser Browser',
    end: (browser: string): Markup => html`Abmelden<span class="unseen">: ${browser}</span>`,
    othersTitle: 'Alle anderen auf einmal',
    othersHint: 'Alle Browser außer diesem werden abgemeldet.',
    endOthers: 'Überall sonst abmelden',
    notices: { one: 'Der Browser ist abgemeldet.', others: 'Alle anderen Browser sind abgemeldet.' },
  },

  tokens: {
    title: 'Persönliche Zugriffstokens',
    introduction: 'Mit einem Token kann ein eigenes Programm dein Konto benutzen, ohne Passwort und ohne Browser.',
    warning:
      'Gib niemals jemandem ein Token, was immer man dir sagt. Wer dir hilft, braucht keins, und wer es hat, kann dein Konto benutzen, so weit es reicht.',
    make: 'Token erstellen',
    made: (date: Markup): Markup => html`Erstellt am ${date}`,
    lastUsed: (age: Markup): Markup => html`Zuletzt benutzt: ${age}`,
    ends: (date: Markup): Markup => html`Gilt bis ${date}`,
    neverUsed: 'Nie benutzt',
    neverEnds: 'Gilt, bis du es widerrufst',
    ended: 'Abgelaufen',
    endsSoon: 'Endet bald',
    nameless: 'Ein Token ohne Namen',
    empty: 'Du hast keine persönlichen Zugriffstokens.',
    revoke: (name: Markup): Markup => html`Widerrufen<span class="unseen">: ${name}</span>`,
    revoked: 'Das Token ist widerrufen. Es funktioniert ab sofort nicht mehr.',
  },

  newToken: {
    title: 'Persönliches Zugriffstoken erstellen',
    introduction: 'Erlaube so wenig, wie das Programm braucht. Du kannst das Token jederzeit widerrufen.',
    problemsTitle,
    name: 'Name',
    nameHint: 'Wofür es ist, etwa der Name des Programms. Nur du siehst ihn.',
    scopesTitle: 'Was es darf',
    scopesHint: 'Ein weites Recht schließt die einzelnen darunter ein.',
    single: 'Einzelne Rechte',
    expiry: 'Wie lange es gilt',
    days,
    never: 'Bis ich es widerrufe',
    neverHint:
      'Ein Token ohne Ende funktioniert auch für den, der es in Jahren findet. Nimm das nur, wenn nichts anderes geht.',
    submit: 'Token erstellen',
    cancel: 'Keins erstellen',
    problems: {
      'name blank': 'Gib dem Token einen Namen.',
      'name too long': 'Der Name ist zu lang: höchstens 60 Zeichen.',
      'scopes none': 'Wähle mindestens ein Recht.',
      'scopes not yours': 'Eines der Rechte kannst du nicht vergeben.',
      'expiry missing': 'Wähle, wie lange das Token gilt.',
      'too many': 'Du hast so viele Tokens, wie ein Konto haben darf. Widerrufe eines, das du nicht brauchst.',
    },
  },

  tokenMade: {
    title: 'Dein neues Token',
    shownOnce: 'Kopiere es jetzt. Es wird nur dieses eine Mal gezeigt.',
    token: 'Zugriffstoken',
    usage: 'Das Programm schickt es als „Authorization: Bearer“ und das Token.',
    done: 'Ich habe es kopiert',
  },

  bot: {
    title: 'Zugang für Bots',
    introduction:
      'Programme ohne Browser, etwa Bots, können sich mit deinem Benutzernamen und Passwort anmelden, wenn du es erlaubst.',
    warning:
      'Erlaube es nur für ein Konto, das ein Bot ist. Ein Programm, das dein Passwort kennt, kann alles, was du kannst. Für dein eigenes Konto ist ein persönliches Zugriffstoken der bessere Weg.',
    isOn: 'Programme dürfen sich bei diesem Konto mit dem Passwort anmelden.',
    isOff: 'Programme dürfen sich bei diesem Konto nicht mit dem Passwort anmelden.',
    consider: 'Erlauben …',
    allowTitle: 'Zugang für Bots erlauben?',
    switchOn: 'Erlauben',
    leave: 'Lassen, wie es ist',
    switchOff: 'Verbieten',
    secondFactor:
      'Dein Konto hat einen zweiten Faktor, den ein Programm ohne Browser nicht angeben kann. Entferne ihn zuerst oder nimm ein persönliches Zugriffstoken.',
    off: 'Die Leute, die diesen Server betreiben, haben diese Art der Anmeldung ausgeschaltet.',
    toTokens: 'Persönliche Zugriffstokens',
    notices: {
      on: 'Programme dürfen sich jetzt mit dem Passwort anmelden.',
      off: 'Programme dürfen sich nicht mehr mit dem Passwort anmelden.',
    },
  },

  export: {
    title: 'Daten exportieren',
    introduction: 'Eine Datei mit allem, was dieser Server über dich speichert.',
    contents:
      'Dein Profil, deine Bilder und Einstellungen, was du geschrieben hast und was dir gemeldet wurde, deine angemeldeten Browser, die Apps und Tokens, die dein Konto benutzen dürfen, wem du folgst und wer dir folgt, deine Einladungen und was der Server über dein Konto notiert hat.',
    without: 'Passwörter, Tokens und Schlüssel sind nicht dabei: Der Server hat sie nicht in lesbarer Form.',
    download: 'Datei herunterladen (JSON)',
  },

  delete: {
    title: 'Konto löschen',
    introduction: 'Das lässt sich nicht rückgängig machen.',
    consequences: {
      erased: 'Dein Profil, wem du folgst und alles andere Persönliche wird gelöscht.',
      signedOut: 'Alle Browser und alle Apps werden sofort abgemeldet.',
      nameStays: 'Dein Benutzername wird nie wieder vergeben, auch nicht an dich.',
    },
    unusedName: 'Dein Konto war nie in Gebrauch, deshalb wird dein Benutzername wieder frei.',
    exportFirst: 'Vielleicht möchtest du vorher deine Daten exportieren.',
    username: (username: Markup): Markup => html`Gib zur Bestätigung deinen Benutzernamen ein: ${username}`,
    submit: 'Mein Konto für immer löschen',
    problem: 'Das ist nicht dein Benutzername.',
    onlyOwner:
      'Dieser Server gehört nur dir, deshalb kann dein Konto nicht gelöscht werden. Mach zuerst jemand anders zum Inhaber.',
    goneTitle: 'Dein Konto ist gelöscht',
    gone: 'Alles Persönliche ist gelöscht, und niemand ist mehr angemeldet. Wir haben dir eine letzte Mail geschickt.',
    farewell: 'Danke, dass du da warst.',
  },
};
