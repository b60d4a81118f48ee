/** What mails are about, and what the words of each need. */
export interface MailViews {
  readonly 'confirm email': { readonly link: MailLinkView };
  readonly 'address known': Readonly<Record<never, never>>;
  readonly 'change email': { readonly link: MailLinkView };
  readonly 'email changed': Readonly<Record<never, never>>;
  readonly 'reset password': { readonly link: MailLinkView };
  readonly 'password changed': { readonly how: string };
  readonly 'new sign-in': { readonly browser: string; readonly address: string };
  readonly 'app authorized': { readonly app: string; readonly scopes: readonly string[] };
  readonly 'second factor changed': {
    readonly change: string;
    readonly name: string | undefined;
    readonly left: number | undefined;
  };
  readonly 'registration waits': { readonly applicantId: string; readonly applicant: string };
  readonly approved: Readonly<Record<never, never>>;
  readonly rejected: Readonly<Record<never, never>>;
  readonly 'account deleted': Readonly<Record<never, never>>;
}

/** What a mail is about. */
export type MailViewKind = keyof MailViews;

/** A mail of any kind, before it has words. */
export type MailView = {
  readonly [Kind in MailViewKind]: {
    readonly kind: Kind;
    readonly about: MailViews[Kind];
    /** Of the account; empty where there is none any more. */
    readonly username: string;
    /** When that happened which it tells of. */
    readonly at: number;
  };
}[MailViewKind];

/** A link that acts once. */
export interface MailLinkView {
  readonly url: string;
  readonly expiresAt: number;
}

/** Whose server sends it. */
export interface MailSenderView {
  /** The name of the server. */
  readonly name: string;
  /** Public origin without a trailing slash. */
  readonly origin: string;
  /** Where people who run the server can be reached. */
  readonly contact: string | undefined;
  /** Of the button. */
  readonly colours: { readonly button: string; readonly onButton: string };
}

/** A mail in words. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
