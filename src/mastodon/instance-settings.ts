/** Whether people may join, as instance entities tell it. */
export interface RegistrationSettings {
  readonly enabled: boolean;
  /** Somebody decides about each. */
  readonly approvalRequired?: boolean | undefined;
  /** Who wants to join must say why. */
  readonly reasonRequired?: boolean | undefined;
  /** In years. */
  readonly minimumAge?: number | undefined;
  /** Whether everybody here may invite others. */
  readonly invitesEnabled?: boolean | undefined;
  /** Safe HTML for apps to show where nobody may join. */
  readonly message?: string | undefined;
  /** Where people join when they cannot through apps. */
  readonly url?: string | undefined;
}

/** What the operator says about this server. */
export interface InstanceSettings {
  readonly title: string;
  /** Plain text, a sentence or two. */
  readonly description: string;
  /** Empty when nobody can be written to. */
  readonly contactEmail: string;
  /** Username of the account that people may turn to. */
  readonly contactUsername: string | undefined;
  readonly rules: readonly { readonly text: string; readonly hint?: string | undefined }[];
  /** ISO 639-1, the main one first; English unless given. */
  readonly languages?: readonly string[] | undefined;
  /** Where the source of the running software is. */
  readonly sourceUrl?: string | undefined;
  readonly aboutUrl?: string | undefined;
  readonly privacyPolicyUrl?: string | undefined;
  readonly statusUrl?: string | undefined;
  /** Whether everybody may read timelines of what was posted here, of all and of hashtags. Not when absent. */
  readonly localTimelines?: boolean | undefined;
  /** Nobody may join when absent. */
  readonly registrations?: RegistrationSettings | undefined;
}
