import { html } from '../../../markup.ts';
import type { SiteWords } from '../../words.ts';

export const secondStep: SiteWords['secondStep'] = {
  title: 'Noch ein Schritt',
  lead: (handle) => html`Das Passwort von ${handle} war richtig. Zeige jetzt, dass du es wirklich bist.`,
  totp: {
    label: 'Code aus deiner Authenticator-App',
    hint: 'Sechs Ziffern. Die App zeigt alle 30 Sekunden neue.',
    submit: 'Weiter',
  },
  recovery: {
    summary: 'Das geht gerade nicht',
    lead: 'Nimm einen der Wiederherstellungscodes, die dir beim Einrichten gezeigt wurden. Jeder gilt einmal.',
    label: 'Wiederherstellungscode',
    submit: 'Diesen Code verwenden',
    allUsed: 'Alle deine Wiederherstellungscodes sind verbraucht.',
    lost: 'Hast du auch die verloren? Frage die Leute, die diesen Server betreiben.',
  },
  another: 'Mit einem anderen Konto anmelden',
  problems: {
    wrongCode:
      'Dieser Code passt nicht. Codes gelten einmal und nur kurz: Warte auf den nächsten und versuche es noch einmal.',
    wrongRecoveryCode: 'Das ist keiner deiner Wiederherstellungscodes, oder er ist schon verbraucht.',
    passkey: 'Dieser Passkey wurde nicht angenommen. Versuche es noch einmal oder nimm einen anderen Weg.',
    expiredForm: 'Diese Seite war zu lange offen, deshalb wurde nichts gesendet. Bitte versuche es noch einmal.',
  },
  ended: {
    title: 'Melde dich noch einmal an',
    lead: 'Noch ist niemand angemeldet: Dieser Schritt hat zu lange gedauert, wurde anderswo beendet, oder dein Passwort oder deine zweiten Faktoren haben sich inzwischen geändert.',
    advice: 'Weswegen du gekommen bist, das wartet noch auf dich.',
    signIn: 'Zur Anmeldung',
  },
  passkey: {
    use: 'Passkey verwenden',
    or: 'oder',
    needsScript:
      'Passkeys brauchen JavaScript, das in diesem Browser aus ist. Du kannst stattdessen einen Wiederherstellungscode nehmen.',
    problems: {
      cancelled:
        'Daraus wurde nichts: Es wurde abgebrochen, dauerte zu lange, oder hier gibt es keinen passenden Passkey.',
      known: 'Auf diesem Gerät gibt es schon einen Passkey für dein Konto.',
      failed: 'Das hat nicht geklappt. Lade die Seite neu und versuche es noch einmal.',
    },
  },
  passkeySignIn: {
    button: 'Mit Passkey anmelden',
    refusedTitle: 'Dieser Passkey passt nicht',
    refused:
      'Es ist niemand angemeldet. Vielleicht wurde der Passkey aus seinem Konto entfernt, oder die Seite war zu lange offen.',
    back: 'Zurück zur Anmeldung',
  },
  setUp: {
    title: 'Sichere zuerst dein Konto',
    lead: (handle) =>
      html`Die Leute, die diesen Server betreiben, verlangen neben dem Passwort einen zweiten Faktor. Richte einen für ${handle} ein, dann bist du angemeldet.`,
    appWaits: (app) => html`${app} wartet, bis du fertig bist.`,
    withPasskey: 'Mit einem Passkey',
    passkeyLead: 'Dein Telefon, dein Computer oder ein Sicherheitsschlüssel bestätigt, dass du es bist.',
    addPasskey: 'Passkey anlegen',
    withApp: 'Mit einer Authenticator-App',
    done: 'Du bist angemeldet, und dein Konto ist gesichert.',
    goOn: 'Ich habe sie aufbewahrt, weiter',
  },
  confirm: {
    title: 'Bestätige, dass du es bist',
    lead: 'Was jetzt kommt, betrifft die Schlüssel zu deinem Konto. Gib deshalb bitte noch einmal dein Passwort ein.',
    leadWithPasskey:
      'Was jetzt kommt, betrifft die Schlüssel zu deinem Konto. Zeige deshalb bitte noch einmal dein Passwort oder deinen Passkey.',
    account: (handle) => html`Du bist angemeldet als ${handle}.`,
    submit: 'Bestätigen',
    wrongPassword: 'Das ist nicht das Passwort dieses Kontos. Prüfe es und versuche es noch einmal.',
    why: 'In der nächsten Viertelstunde wirst du nicht noch einmal gefragt.',
  },
};
