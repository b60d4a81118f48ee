import { html } from '../markup.ts';
import { formatNumber, plural } from './intl.ts';
import type { Messages } from './messages.ts';

/** Everything that pages say, in German. */
export const de: Messages = {
  lang: 'de',
  locale: 'de',
  dir: 'ltr',

  common: {
    signIn: 'Anmelden',
    signOut: 'Abmelden',
    switchAccount: 'Konto wechseln',
    yourAccount: 'Dein Konto',
    authorizedApps: 'Autorisierte Apps',
    backToStart: 'Zur Startseite',
    signedInAs: (handle) => html`Angemeldet als ${handle}`,
    namelessApp: 'Eine App ohne Namen',
    namelessPerson: 'Jemand ohne Namen',
    problemTitle: (title) => `Problem: ${title}`,
    madeWith: 'Mastodoor',
    pages: 'Seiten der Liste',
    previousPage: 'Vorige Seite',
    nextPage: 'Nächste Seite',
    skipToContent: 'Zum Inhalt springen',
  },

  signIn: {
    title: 'Anmelden',
    appWaits: (app) =>
      html`${app} möchte Zugang zu deinem Konto. Nach der Anmeldung siehst du, was die App will, und entscheidest.`,
    passwordStaysHere: 'Dein Passwort bleibt bei diesem Server. Keine App bekommt es je zu sehen.',
    confirmItsYou: (app) =>
      html`${app} bittet dich zu bestätigen, dass du es bist. Du kannst dich hier auch mit einem anderen Konto anmelden.`,
    confirmItsYouWithoutApp:
      'Bitte bestätige, dass du es bist. Du kannst dich hier auch mit einem anderen Konto anmelden.',
    staySignedIn: (handle) => html`Du bleibst als ${handle} angemeldet und kannst jederzeit wechseln.`,
    login: 'Benutzername oder E-Mail',
    password: 'Passwort',
    waysOut: {
      signUp: 'Konto anlegen',
      resetPassword: 'Passwort vergessen?',
      confirmation: 'Keine Bestätigungsmail bekommen?',
    },
    problems: {
      wrongCredentials:
        'Benutzername oder E-Mail und Passwort passen nicht zusammen. Prüfe beides und versuche es noch einmal.',
      tooManyAttempts: (minutes) =>
        minutes === undefined
          ? 'Das waren zu viele Versuche. Bitte warte eine Weile, bevor du es wieder versuchst.'
          : `Das waren zu viele Versuche. Bitte versuche es in ${plural('de', minutes, {
              one: `${formatNumber('de', minutes)} Minute`,
              other: `${formatNumber('de', minutes)} Minuten`,
            })} wieder.`,
      busy: 'Gerade melden sich zu viele Leute an, deshalb wurde dein Passwort nicht geprüft. Bitte versuche es in ein paar Sekunden noch einmal.',
      expiredForm: 'Diese Seite war zu lange offen, deshalb wurde nichts gesendet. Bitte melde dich noch einmal an.',
      sessionEnded: 'Dieses Konto ist hier nicht mehr angemeldet. Bitte melde dich damit noch einmal an.',
    },
  },

  consent: {
    title: 'Autorisierung erforderlich',
    question: (app) => html`${app} steht vor der Tür und bittet darum, dein Konto zu verwenden.`,
    app: 'Die App',
    account: 'Dein Konto',
    useAnotherAccount: 'Anderes Konto verwenden',
    noWebsite: 'Keine Website angegeben',
    registered: (age) => `Hier registriert: ${age}`,
    newApp: 'Neu auf diesem Server. Fahre nur fort, wenn du dich gerade selbst bei ihr anmeldest.',
    permissions: 'Wenn du sie autorisierst, kann diese App',
    letInBefore: (date) => html`Du hast diese App schon eingelassen, zuletzt am ${date}.`,
    nothingNew: 'Sie bittet um nichts, was sie nicht schon kann.',
    freshPermissions: 'Neu: Wenn du sie autorisierst, kann diese App auch',
    knownPermissions: 'Was sie schon kann',
    choose: 'Auswählen, was du erlaubst',
    chooseWarning:
      'Manche Apps arbeiten nicht, wenn sie weniger bekommen, als sie wollten. Melde dich dann in der App noch einmal an und erlaube mehr.',
    chooseLegend: 'Dieser App erlauben',
    chooseParts: 'Nur Teile davon',
    partsLastTime: (ticked, all) =>
      `Nur Teile davon: letztes Mal ${formatNumber('de', ticked)} von ${formatNumber('de', all)}`,
    leftOutLastTime: 'Letztes Mal hast du etwas weggelassen. Es bleibt weg, solange du es nicht ankreuzt.',
    nothingChosen: 'Nichts ist angekreuzt. Kreuze an, was die App darf, oder lehne ab.',
    never: 'Sie kann niemals',
    neverPassword: 'dein Passwort sehen oder ändern',
    neverSignIn: 'sich auf dieser Website als du anmelden',
    next: 'Wie es weitergeht',
    destinations: {
      web: (host) => html`Du wirst zur Website ${host} geschickt.`,
      loopback: (host) => html`Du wirst zu einem Programm auf diesem Computer geschickt (${host}).`,
      scheme: (scheme) => html`Du wirst zu einer App auf diesem Gerät geschickt (${scheme}).`,
      code: 'Du bekommst einen Code, den du in die App kopierst.',
    },
    webNote: 'Jede App kann sich nennen, wie sie will. Was zählt, ist diese Adresse.',
    loopbackNote: 'Fahre nur fort, wenn du dieses Programm gerade selbst gestartet hast.',
    schemeNote:
      'Mehrere Apps können sich so eine Adresse teilen. Fahre nur fort, wenn du das in der App selbst begonnen hast.',
    codeNote: 'Füge ihn nur in die App ein, bei der du dich anmeldest. Gib ihn niemals einem Menschen.',
    httpWarning: (host) =>
      html`Die Verbindung zu ${host} ist nicht verschlüsselt. Andere könnten die Antwort unterwegs mitlesen und dein Konto verwenden.`,
    takeBack: 'Unter „Autorisierte Apps“ kannst du diesen Zugang jederzeit wieder beenden.',
    authorize: 'Autorisieren',
    deny: 'Ablehnen',
  },

  permissions: {
    topics: {
      everything: 'Dein ganzes Konto',
      profile: 'Dein Profil',
      posts: 'Beiträge',
      people: 'Menschen',
      notices: 'Mitteilungen und Unterhaltungen',
      server: 'Betrieb dieses Servers',
      other: 'Etwas anderes',
    },
    risks: {
      'sees private posts': 'Sieht private Beiträge',
      'speaks for you': 'Handelt in deinem Namen',
      deletes: 'Kann löschen',
      'changes whom you follow': 'Ändert, wem du folgst',
      'changes your profile': 'Ändert dein Profil',
      'rules the server': 'Macht über den ganzen Server',
      unknown: 'Diesem Server unbekannt',
    },
    unknown: (scope) => html`etwas tun, wofür dieser Server keine Worte hat: ${scope}`,
    scopes: {
      read: 'alles sehen, was du sehen kannst: Beiträge und private Nachrichten, Timelines, Mitteilungen, Listen, Lesezeichen, und wem du folgst, wen du stummschaltest und blockierst',
      profile: 'sehen, wer du bist: Name, Bild und Profil',
      write:
        'alles tun, was du tun kannst: Beiträge schreiben, bearbeiten und löschen, teilen und favorisieren, folgen und blockieren, dein Profil, deine Listen und Filter ändern',
      'write:accounts': 'dein Profil ändern',
      'write:blocks': 'Personen und Server blockieren und wieder freigeben',
      'write:bookmarks': 'Lesezeichen setzen und entfernen',
      'write:collections': 'deine Sammlungen anlegen, ändern und löschen',
      'write:conversations': 'Unterhaltungen als gelesen markieren und entfernen',
      'write:favourites': 'Beiträge favorisieren und das zurücknehmen',
      'write:filters': 'deine Filter anlegen, ändern und löschen',
      'write:follows': 'folgen und entfolgen, Follower entfernen, Folgeanfragen beantworten',
      'write:lists': 'deine Listen anlegen, ändern und löschen',
      'write:media': 'Bilder, Videos und Töne hochladen',
      'write:mutes': 'Personen und Unterhaltungen stummschalten und das aufheben',
      'write:notifications': 'deine Mitteilungen leeren und ändern, welche du bekommst',
      'write:reports': 'den Moderierenden Personen und Beiträge melden',
      'write:statuses': 'Beiträge schreiben, bearbeiten, teilen und löschen und an Umfragen teilnehmen',
      'read:accounts': 'Profile, Follower und deine Einstellungen sehen',
      'read:blocks': 'sehen, wen du blockierst',
      'read:bookmarks': 'deine Lesezeichen sehen',
      'read:collections': 'Sammlungen sehen',
      'read:favourites': 'deine Favoriten sehen',
      'read:filters': 'deine Filter sehen',
      'read:follows': 'sehen, wem du folgst und wer dir folgen möchte',
      'read:lists': 'deine Listen sehen und wer darauf steht',
      'read:mutes': 'sehen, wen du stummschaltest',
      'read:notifications': 'deine Mitteilungen sehen',
      'read:search': 'als du suchen',
      'read:statuses': 'Beiträge und Timelines sehen, auch deine privaten Nachrichten',
      follow: 'sehen und ändern, wem du folgst, wen du stummschaltest und blockierst',
      push: 'Mitteilungen an dein Gerät schicken',
      'admin:read':
        'alles sehen, was Moderierende sehen: alle Konten mit E-Mail- und IP-Adressen, Meldungen und Sperren',
      'admin:read:accounts': 'alle Konten mit ihren E-Mail- und IP-Adressen sehen',
      'admin:read:reports': 'alle Meldungen sehen',
      'admin:read:domain_allows': 'sehen, welche Server zugelassen sind',
      'admin:read:domain_blocks': 'sehen, welche Server gesperrt sind',
      'admin:read:ip_blocks': 'sehen, welche IP-Adressen gesperrt sind',
      'admin:read:email_domain_blocks': 'sehen, welche E-Mail-Anbieter gesperrt sind',
      'admin:read:canonical_email_blocks': 'sehen, welche E-Mail-Adressen gesperrt sind',
      'admin:write':
        'alles tun, was Moderierende tun: Konten sperren und löschen, Meldungen schließen, Server blockieren',
      'admin:write:accounts': 'jedes Konto sperren, einschränken, freigeben und löschen',
      'admin:write:reports': 'Meldungen übernehmen und schließen',
      'admin:write:domain_allows': 'ändern, welche Server zugelassen sind',
      'admin:write:domain_blocks': 'ändern, welche Server gesperrt sind',
      'admin:write:ip_blocks': 'ändern, welche IP-Adressen gesperrt sind',
      'admin:write:email_domain_blocks': 'ändern, welche E-Mail-Anbieter gesperrt sind',
      'admin:write:canonical_email_blocks': 'ändern, welche E-Mail-Adressen gesperrt sind',
    },
  },

  code: {
    title: 'Dein Autorisierungscode',
    copyIt: (app) => html`Kopiere diesen Autorisierungscode und füge ihn in die Anwendung ein: ${app}.`,
    code: 'Autorisierungscode',
    validFor: (minutes) =>
      plural('de', minutes, {
        one: `Er gilt einmal, und nur innerhalb der nächsten Minute.`,
        other: `Er gilt einmal, und nur in den nächsten ${formatNumber('de', minutes)} Minuten.`,
      }),
    tellNobody: 'Wer diesen Code hat, kann dein Konto verwenden. Gib ihn niemandem, der dich danach fragt.',
  },

  denied: {
    title: 'Zugang abgelehnt',
    nothingShared: (app) => html`Die Tür blieb zu: ${app} hat keinen Zugang zu deinem Konto bekommen.`,
    whatNow: 'Du kannst diese Seite schließen. Wenn du es dir anders überlegst, beginne in der App von vorn.',
  },

  authorizedApps: {
    title: 'Autorisierte Apps',
    introduction: 'Diese Apps können dein Konto verwenden. Du kannst jeden Zugang jederzeit beenden; das gilt sofort.',
    empty: 'Keine App kann dein Konto verwenden.',
    emptyHint: 'Wenn du dich mit diesem Konto bei einer App anmeldest, erscheint sie hier.',
    notices: {
      revokedOne: 'Erledigt. Dieser Zugang ist beendet.',
      revokedAll: 'Erledigt. Keine App kann dein Konto mehr verwenden.',
    },
    since: (date) => html`Seit ${date}`,
    lastUsed: (age) => html`Zuletzt verwendet: ${age}`,
    neverUsed: 'Nie verwendet',
    whatItCanDo: 'Was sie kann',
    signIns: (count) =>
      plural('de', count, {
        one: `${formatNumber('de', count)} Anmeldung`,
        other: `${formatNumber('de', count)} Anmeldungen`,
      }),
    places: {
      web: (host) => html`Website ${host}`,
      loopback: (host) => html`Programm auf einem Computer (${host})`,
      scheme: (scheme) => html`App auf einem Gerät (${scheme})`,
      code: 'mit kopiertem Code',
    },
    signInOf: (date) => html`Angemeldet am ${date}`,
    revokeApp: (app) => html`Zugang beenden<span class="unseen"> von ${app}</span>`,
    revokeSignIn: (date) => html`Beenden<span class="unseen"> der Anmeldung vom ${date}</span>`,
    revokeEverything: 'Von allen Apps abmelden',
    everythingTitle: 'Alle auf einmal',
    everythingHint: 'Jede App verliert ihren Zugang, und du musst dich in jeder neu anmelden.',
    tokensToo: (count: number) =>
      plural('de', count, {
        one: 'Auch dein persönliches Zugriffstoken endet.',
        other: `Auch deine ${formatNumber('de', count)} persönlichen Zugriffstokens enden.`,
      }),
  },

  signedOut: {
    title: 'Du bist abgemeldet',
    explanation: 'Die Tür ist zu. Apps, die du autorisiert hast, behalten ihren Zugang, bis du ihn beendest.',
    signInAgain: 'Wieder anmelden',
  },

  accounts: {
    title: 'Konten in diesem Browser',
    introduction: 'Mit diesen Konten bist du angemeldet und kannst ohne Passwort zwischen ihnen wechseln.',
    alone: 'In diesem Browser ist kein anderes Konto angemeldet.',
    inUse: 'Gerade in Gebrauch',
    switchTo: 'Wechseln zu',
    continueAs: 'Weiter als',
    another: 'Mit einem anderen Konto anmelden',
  },

  signOut: {
    title: 'Abmelden?',
    explanation: 'Du wirst in diesem Browser abgemeldet. Apps, die du autorisiert hast, behalten ihren Zugang.',
    stay: 'Angemeldet bleiben',
    othersStay: 'Deine anderen Konten bleiben in diesem Browser angemeldet.',
    everyone: 'Von allen Konten hier abmelden',
  },

  setUp: {
    title: 'Diesen Server einrichten',
    introduction: 'Willkommen! Lege dein Konto an. Ihm wird dieser Server gehören.',
    username: 'Benutzername',
    usernameHint:
      'Buchstaben ohne Umlaute, Ziffern und Unterstriche. Er wird Teil deiner Adresse und lässt sich nicht ändern.',
    email: 'E-Mail-Adresse',
    displayName: 'Anzeigename (freiwillig)',
    displayNameHint: 'Der Name, den andere sehen. Du kannst ihn später ändern.',
    password: 'Passwort',
    passwordHint: 'Je länger, desto besser: Einige Wörter, die nichts miteinander zu tun haben, sind ein gutes.',
    submit: 'Konto anlegen',
    problemsTitle: (count) =>
      plural('de', count, { one: 'Eines stimmt noch nicht', other: 'Einiges stimmt noch nicht' }),
    problems: {
      username: {
        blank: 'Gib einen Benutzernamen ein.',
        invalid: 'Verwende für den Benutzernamen nur Buchstaben ohne Umlaute, Ziffern und Unterstriche.',
        'too short': 'Der Benutzername ist zu kurz.',
        'too long': 'Der Benutzername ist zu lang.',
        taken: 'Dieser Benutzername ist vergeben.',
        reserved: 'Dieser Benutzername ist reserviert. Wähle einen anderen.',
      },
      email: {
        blank: 'Gib deine E-Mail-Adresse ein.',
        invalid: 'Das sieht nicht wie eine E-Mail-Adresse aus.',
        'too short': 'Diese E-Mail-Adresse ist zu kurz.',
        'too long': 'Diese E-Mail-Adresse ist zu lang.',
        taken: 'Mit dieser E-Mail-Adresse gibt es schon ein Konto.',
        reserved: 'Diese E-Mail-Adresse kann hier nicht verwendet werden.',
      },
      password: {
        blank: 'Wähle ein Passwort.',
        invalid: 'Dieses Passwort kann nicht verwendet werden.',
        'too short': 'Das Passwort ist zu kurz.',
        'too long': 'Das Passwort ist zu lang.',
        taken: 'Dieses Passwort kann nicht verwendet werden.',
        reserved: 'Dieses Passwort kann nicht verwendet werden.',
        common: 'Dieses Passwort kennen alle, die Passwörter erraten wollen. Wähle ein anderes.',
        personal: 'Wer deinen Namen oder deine Adresse kennt, errät dieses Passwort leicht. Lass beides weg.',
        guessable:
          'Dieses Passwort ist zu leicht zu erraten. Mit einigen weiteren Wörtern, die nichts miteinander zu tun haben, wird es gut.',
      },
    },
  },

  errors: {
    kinds: {
      'bad authorization request': {
        title: 'Auf diese Anfrage der App gibt es keine Antwort',
        happened:
          'Die Anfrage, die dich hergebracht hat, ist unvollständig oder falsch. Das ist ein Fehler der App, nicht deiner.',
        advice: 'Geh zurück zur App und versuche es noch einmal. Passiert es wieder, sag es denen, die sie entwickeln.',
      },
      'unknown app': {
        title: 'Diese App ist hier nicht bekannt',
        happened: 'Die App hat sich mit einer Kennung vorgestellt, die dieser Server nicht oder nicht mehr kennt.',
        advice: 'Entferne diesen Server aus der App und füge ihn neu hinzu, damit sie sich neu registriert.',
      },
      'bad redirect uri': {
        title: 'Die App will dich an eine Adresse schicken, die sie nie genannt hat',
        happened: 'Zu deinem Schutz schickt dich dieser Server nur an Adressen, die die App vorher registriert hat.',
        advice:
          'Mach nicht weiter, wenn dich eine Nachricht oder jemand Fremdes hergeschickt hat. Sonst sag es denen, die die App entwickeln.',
      },
      'bad scope': {
        title: 'Die App verlangt mehr, als sie darf',
        happened: 'Sie will Berechtigungen, die sie nicht registriert hat oder die es nicht gibt.',
        advice:
          'Geh zurück zur App und versuche es noch einmal, oder melde dich neu an. Passiert es wieder, sag es denen, die sie entwickeln.',
      },
      'refused by policy': {
        title: 'Das ist hier nicht erlaubt',
        happened:
          'Die Regeln dieses Servers lassen nicht zu, dass du diese App so verwendest. Es wurde nichts weitergegeben.',
        advice: 'Wenn du das für einen Irrtum hältst, schreib denen, die diesen Server betreiben.',
      },
      'expired form': {
        title: 'Dieses Formular ist abgelaufen',
        happened:
          'Die Seite war zu lange offen, oder du hast dich inzwischen anderswo an- oder abgemeldet. Es ist nichts geschehen.',
        advice: 'Geh zurück, lade die Seite neu und sende sie noch einmal.',
      },
      'request expired': {
        title: 'Die Anfrage der App ist abgelaufen',
        happened: 'Sie hat zu lange auf deine Antwort gewartet. Es wurde nichts weitergegeben.',
        advice: 'Geh zurück zur App und beginne von vorn.',
      },
      'already answered': {
        title: 'Du hast schon geantwortet',
        happened: 'Diese Anfrage wurde bereits beantwortet, vielleicht in einem anderen Tab. Das geht nur einmal.',
        advice: 'Wenn die App noch wartet, beginne dort von vorn.',
      },
      'other browser': {
        title: 'Diese Anfrage begann in einem anderen Browser',
        happened: 'Zu deiner Sicherheit kann sie nur der Browser beantworten, in dem sie begann.',
        advice: 'Beginne in der App von vorn und verwende den Browser, der sich öffnet.',
      },
      'not found': {
        title: 'Hier ist nichts',
        happened: 'Diese Seite gibt es nicht oder nicht mehr.',
        advice: 'Prüfe die Adresse oder geh zur Startseite.',
      },
      'too many requests': {
        title: 'Einen Moment, bitte',
        happened: 'Von dir oder aus deinem Netz kamen zu viele Anfragen.',
        advice: 'Warte ein paar Minuten und versuche es dann wieder.',
      },
      'bad request': {
        title: 'Diese Anfrage ließ sich nicht lesen',
        happened: 'Etwas daran ist unvollständig oder falsch geformt.',
        advice: 'Geh zurück und versuche es noch einmal.',
      },
      'too large': {
        title: 'Das ist zu viel',
        happened: 'Was gesendet wurde, ist größer, als dieser Server annimmt.',
        advice: 'Geh zurück und sende weniger.',
      },
      unavailable: {
        title: 'Gleich wieder da',
        happened: 'Der Server kann gerade nicht antworten.',
        advice: 'Versuche es in einer Minute wieder. Wenn du etwas gesendet hast, sieh zuerst nach, ob es ankam.',
      },
      broken: {
        title: 'Bei uns ist etwas kaputtgegangen',
        happened: 'Der Server hat einen Fehler gemacht. Er wurde aufgezeichnet, und du hast nichts falsch gemacht.',
        advice:
          'Versuche es später wieder. Passiert es noch einmal, nenne denen, die diesen Server betreiben, die Nummer unten.',
      },
    },
    status: (status) => `Fehler ${status}`,
    policyReason: 'Warum nicht',
    forDevelopers: 'Für die Entwicklung der App',
    returnToApp: (app) => html`Zurück zu ${app}`,
    incident: (id) => html`Vorfall ${id}`,
  },

  accountStates: {
    goOn: {
      unconfirmed: 'Nachricht noch einmal schicken',
      pending: 'Nachsehen, wie es steht',
    },
    unconfirmed: {
      title: 'Bestätige zuerst deine E-Mail-Adresse',
      happened: 'Als das Konto angelegt wurde, haben wir dir eine Nachricht mit einem Link geschickt.',
      advice: 'Öffne diesen Link und komm dann zurück. Fehlt die Nachricht, sieh bei der unerwünschten Post nach.',
    },
    pending: {
      title: 'Dein Konto wartet auf Freigabe',
      happened: 'Die Menschen, die diesen Server betreiben, sehen sich jedes neue Konto selbst an.',
      advice: 'Du bekommst eine Nachricht, sobald sie entschieden haben. Vorher geht es mit Apps noch nicht.',
    },
    disabled: {
      title: 'Dieses Konto ist abgeschaltet',
      happened: 'Die Menschen, die diesen Server betreiben, haben es abgeschaltet. Keine App kann es verwenden.',
      advice: 'Wenn du das für einen Irrtum hältst, schreib ihnen.',
    },
    suspended: {
      title: 'Dieses Konto ist gesperrt',
      happened: 'Die Menschen, die diesen Server betreiben, haben es gesperrt. Keine App kann es verwenden.',
      advice: 'Wenn du das für einen Irrtum hältst, schreib ihnen.',
    },
  },

  home: {
    title: 'Willkommen',
    whatItIs: 'Hier ist dein Konto zu Hause, und hier entscheidest du, welche Apps es verwenden dürfen.',
    signInHint: 'Um zu sehen und zu beenden, welchen Zugang Apps haben.',
    appsHint: 'Sieh nach, welche Apps dein Konto verwenden können, und beende, was du nicht mehr brauchst.',
    forDevelopers: 'Für die Entwicklung',
    metadata: (link) =>
      html`Dieser Server spricht OAuth 2.0 und das Mastodon-API. Seine Endpunkte und Scopes stehen in den ${link}.`,
    metadataLink: 'Metadaten des Autorisierungsservers',
    version: (version) => `Version ${version}`,
  },

  profile: {
    followers: (count) => `${formatNumber('de', count)} Follower`,
    following: (count) => `${formatNumber('de', count)} gefolgt`,
    joined: (date) => html`Dabei seit ${date}`,
    bot: 'Automatisiertes Konto',
    locked: 'Prüft Folgeanfragen',
  },
};
