/** What each route is for, in one sentence; {@link checkSentences} keeps it in step with the route tables. */
export const routeSentences: Readonly<Record<string, string>> = {
  'POST /api/v1/apps':
    'Registers an app from `client_name`, `redirect_uris`, `scopes` and `website`, and answers its `client_id` and `client_secret`.',
  'GET /api/v1/apps/verify_credentials': 'Tells an app who it is, without its credentials.',
  'GET /api/v1/accounts/verify_credentials': 'Tells an app whom its token belongs to: the CredentialAccount.',
  'GET /api/v1/accounts/relationships':
    'How the person and each account of `id[]` stand to each other; with `with_suspended`, suspended accounts too.',
  'GET /api/v1/accounts/lookup':
    'Finds an account of this server by `acct`, such as `alice` or `@alice@social.example`.',
  'GET /api/v1/accounts': 'The accounts of `id[]`, at most 40; unknown ids are left out.',
  'POST /api/v1/accounts':
    'Makes an account from `username`, `email`, `password`, `agreement` and what else the server asks for, and gives the app a token for it, with the scopes of the token that asked.',
  'POST /api/v1/emails/confirmations':
    'Sends the mail that confirms an address once more, or to another `email`; for the app through which the account was made.',
  'GET /api/v1/emails/check_confirmation': 'Whether the address of the account is confirmed: `true` or `false`.',
  'GET /api/v1/accounts/:id': 'One account.',
  'GET /api/v1/accounts/:id/followers':
    'Who follows the account, newest first, in pages of `limit` (40, at most 80) along the `Link` header.',
  'GET /api/v1/accounts/:id/following': 'Whom the account follows, paged alike.',
  'POST /api/v1/accounts/:id/follow':
    'Follows, or asks a locked account; `reblogs`, `notify` and `languages[]` change what comes of it.',
  'POST /api/v1/accounts/:id/unfollow': 'Ends a follow or withdraws a request; the same answer where there was none.',
  'PATCH /api/v1/accounts/update_credentials':
    'Changes what is sent of the profile, by form, multipart or JSON; `avatar` and `header` are pictures of at most 8 MB.',
  'DELETE /api/v1/profile/avatar': 'Takes the brought picture away; a drawn one is shown again.',
  'DELETE /api/v1/profile/header': 'The same for the header.',
  'GET /pictures/avatars/:id/:file': 'A picture that somebody brought, under an address that never changes.',
  'GET /pictures/headers/:id/:file': 'The same for headers.',
  'GET /api/v1/accounts/search': 'People of this server by name, handle or display name; `following` narrows it.',
  'GET /api/v2/search': 'People by name, and a status by the address of its page.',
  'GET /api/v1/preferences': 'What the person chose for all of their apps.',
  'GET /api/v1/follow_requests': 'Who asked to follow a locked account, newest first, paged by `Link`.',
  'POST /api/v1/follow_requests/:account_id/authorize': 'Lets one in who asked.',
  'POST /api/v1/follow_requests/:account_id/reject': 'Turns one away who asked.',
  'POST /api/v1/statuses':
    'Posts `status` with `visibility`, `sensitive`, `spoiler_text`, `language` and `in_reply_to_id`; once for each `Idempotency-Key`.',
  'GET /api/v1/statuses': 'The statuses of `id[]`, at most 20, that the caller may read.',
  'GET /api/v1/statuses/:id': 'One status.',
  'DELETE /api/v1/statuses/:id': 'Deletes an own status and answers with its text as it was written.',
  'GET /api/v1/statuses/:id/context': 'What the status answers and what answers it.',
  'GET /api/v1/statuses/:id/source': 'Its text as it was written.',
  'GET /api/v1/accounts/:id/statuses':
    'What the caller may read of an account, newest first, paged by `Link`; `exclude_replies` leaves out answers to others.',
  'GET /api/v1/timelines/home': 'What the person and those whom they follow posted, newest first, paged by `Link`.',
  'GET /api/v1/timelines/tag/:hashtag':
    'Public statuses with the hashtag, or one of `any[]`; with each of `all[]`, and none of `none[]`.',
  'GET /api/v1/timelines/public': 'Public statuses of this server that answer nobody else, paged alike.',
  'GET /api/v1/notifications':
    'What the person is told of: mentions, follows and requests to follow; narrowed by `types[]`, `exclude_types[]`, `account_id`.',
  'GET /api/v1/notifications/:id': 'One of them.',
  'POST /api/v1/notifications/:id/dismiss': 'Removes one of them.',
  'POST /api/v1/notifications/clear': 'Removes all of them.',
  'GET /api/v1/notifications/unread_count': 'How many came after the marker of the notifications.',
  'GET /api/v1/markers': 'How far the person has read in each `timeline[]`.',
  'POST /api/v1/markers': 'Sets it, by `home[last_read_id]` and `notifications[last_read_id]`.',
  'POST /api/v1/push/subscription':
    "Makes the token's one push subscription, of `subscription[endpoint]`, its keys, and `data[alerts]`.",
  'GET /api/v1/push/subscription': 'Shows it, without its keys.',
  'PUT /api/v1/push/subscription': 'Changes what is pushed.',
  'DELETE /api/v1/push/subscription': 'Ends it.',
  'GET /api/v1/streaming':
    'One `stream` as server-sent events, or any number over a WebSocket; the token may stand in the query or be the WebSocket protocol.',
  'GET /api/v1/streaming/user': 'The home timeline and the notifications of the person, as they happen.',
  'GET /api/v1/streaming/user/notification': 'The notifications alone.',
  'GET /api/v1/streaming/public': 'Public statuses as they are posted.',
  'GET /api/v1/streaming/public/local': 'The same: nothing of other servers is here.',
  'GET /api/v1/streaming/public/remote': 'Nothing, as nothing of other servers is here.',
  'GET /api/v1/streaming/health': 'Says `OK`.',
  'GET /api/v1/instance': 'The server in the older form of the entity.',
  'GET /api/v2/instance': 'The server: title, description, rules, contact, and what it can do.',

  'GET /api/v1/admin/accounts':
    'For staff: accounts in every state, newest first, in pages of `limit` (100, at most 200); narrowed by `active`, `pending`, `disabled`, `suspended`, `staff`, `username`, `display_name`, `email`, and for admins by `ip`.',
  'GET /api/v2/admin/accounts':
    'The same, narrowed by `origin`, `status`, `permissions`, `role_ids[]`, `invited_by` and the same texts.',
  'GET /api/v1/admin/accounts/:id': 'One account in any state: the Admin::Account.',
  'DELETE /api/v1/admin/accounts/:id': 'Deletes an account that is suspended; answers it as it was.',
  'POST /api/v1/admin/accounts/:id/action':
    'With `type`: `disable` or `suspend` the account, or `none`; `silence` and `sensitive` are refused.',
  'POST /api/v1/admin/accounts/:id/approve': 'Lets in an account that waits for approval.',
  'POST /api/v1/admin/accounts/:id/reject': 'Removes an account that was never let in.',
  'POST /api/v1/admin/accounts/:id/enable': 'Ends a disabling.',
  'POST /api/v1/admin/accounts/:id/unsuspend': 'Ends a suspension.',
  'POST /api/v1/admin/accounts/:id/unsilence': 'Changes nothing, as no account is limited here; answers the account.',
  'POST /api/v1/admin/accounts/:id/unsensitive': 'The same.',

  'GET /admin': 'For staff: accounts by state, mails, settings and limits that are in force, at a glance.',
  'GET /admin/accounts': 'Accounts in every state, narrowed by state, role, name and address.',
  'GET /admin/accounts/:id': 'One account: what is known of it, what happened to it, and what the reader may do.',
  'GET /admin/accounts/:id/:act':
    'Says what an act means, and asks whether to do it; the gravest ask again who is there.',
  'POST /admin/accounts/:id/:act': 'Does it, as `approve`, `suspend`, `change_role` and the rest.',
  'GET /admin/apps': 'For admins: registered apps, how many people use them, and since when.',
  'GET /admin/apps/:id': 'One app, and from where it was registered while the audit log knows.',
  'GET /admin/apps/:id/delete': 'Asks whether to delete it, after a fresh proof of who it is.',
  'POST /admin/apps/:id/delete': 'Deletes it with all its access.',
  'GET /admin/invites': 'For admins: all invites, whoever made them.',
  'POST /admin/invites/:id/end': 'Ends one.',
  'GET /admin/limits': 'For admins: who reached a limit, since when and until when.',
  'POST /admin/limits/:id/lift': 'Lets one of them begin anew, on every node at once.',
  'GET /admin/housekeeping': 'For admins: what housekeeping would remove now; nothing is removed.',
  'POST /admin/housekeeping': 'Removes it.',
  'GET /admin/audit': 'For staff: who did what on this server, narrowed by event, account, app, address and time.',

  'POST /oauth/token':
    'Gives a token for a code, for the app itself, or for a password: see [grant types](#grant-types).',
  'POST /oauth/revoke': 'Ends a token of the app that asks (RFC 7009); an unknown one is no error.',
  'POST /oauth/introspect':
    'Tells an app whether a token of its own lives, and what it is good for (RFC 7662), and a resource server of every token; asked by servers, so without CORS.',
  'GET /oauth/introspect/revocations':
    'Tells registered resource servers what ends, as server-sent events while it happens.',
  'GET /oauth/forward-auth': 'Judges a request to an API in another process, and says in headers who calls.',
  'GET /oauth/userinfo':
    'Who signed in, as OpenID Connect names it: `iss`, `sub`, `name`, `preferred_username`, `profile`, `picture`.',
  'POST /oauth/userinfo': 'The same by POST.',

  'GET /oauth/authorize': 'Begins an authorization: checks the request, and leads over sign-in to the question.',
  'GET /oauth/authorize/resume': 'Goes on with a request that was kept while the person signed in.',
  'POST /oauth/authorize': 'Approves a kept request; with `_method=delete` it denies.',
  'DELETE /oauth/authorize': 'Denies a kept request.',
  'GET /oauth/authorize/native': 'Shows a code to copy, where the app has no address (`urn:ietf:wg:oauth:2.0:oob`).',
  'GET /oauth/authorized_applications': 'Which apps have access, since when, and when they last used it.',
  'GET /oauth/authorized_applications.json': 'The same as JSON: `id`, `name`, `created_at`.',
  'POST /oauth/authorized_applications': 'Ends the access of all apps.',
  'DELETE /oauth/authorized_applications': 'The same; 204 when JSON is asked for.',
  'POST /oauth/authorized_applications/:appId': 'Ends all access of one app.',
  'DELETE /oauth/authorized_applications/:appId': 'The same; 204 when JSON is asked for.',
  'POST /oauth/authorized_applications/:appId/sign_ins/:grantId': 'Ends one sign-in of one app.',
  'DELETE /oauth/authorized_applications/:appId/sign_ins/:grantId': 'The same; 204 when JSON is asked for.',
  'GET /auth/sign_in': 'The form for name and password.',
  'POST /auth/sign_in': 'Signs in, and goes on with the request that waits, if one does.',
  'GET /auth/accounts': 'Who is signed in in this browser.',
  'POST /auth/switch': 'Goes on as another account that is signed in in this browser; a request that waits is kept.',
  'GET /auth/sign_out': 'Asks whether to sign out: a link must not act.',
  'POST /auth/sign_out': 'Signs out, or with `accounts=all` every account of this browser; tokens of apps live on.',
  'DELETE /auth/sign_out': 'The same; JSON with `redirect_to` when JSON is asked for.',
  'GET /users/:username': 'Leads from the URI that userinfo has as `sub` to the profile page.',
  'GET /assets/mastodoor-HASH.css': 'The stylesheet of all pages.',

  'GET /.well-known/oauth-authorization-server': 'The [metadata](#metadata) (RFC 8414).',
  'GET /.well-known/nodeinfo': 'Where the nodeinfo documents are.',
  'GET /nodeinfo/2.0': 'The software, its version, and how many accounts there are.',
  'GET /nodeinfo/2.1': 'The same in a later version of the schema.',
  'GET /.well-known/host-meta': 'Where WebFinger is, as XML (RFC 6415).',
  'GET /.well-known/webfinger':
    'From `acct:alice@social.example`, or the address of a profile, to the account (RFC 7033).',
  'GET /.well-known/change-password':
    'Leads password managers to the page where a password is changed, or access is looked after.',
  'GET /pictures/avatars/:file': 'A picture drawn from the id of an account, kept for a year.',
  'GET /pictures/headers/:file': 'A wide one, alike.',
  'GET /pictures/thumbnail.png': 'The picture that stands for the server.',
  'GET /health': '200 while the server can do its work; 503 otherwise, and while it drains; never cached.',
  'GET /health/seen':
    'how this request arrived (address, peer, `X-Forwarded-For`), for `doctor`, which proves that it knows the secret key; 404 for everybody else.',
  'GET /health/live': '200 while the process runs, whatever its database does; never cached.',

  'GET /': 'What this server is.',
  'GET /auth/setup':
    'The form for the owner’s account, behind the link that the server prints at each start while nobody is the owner.',
  'POST /auth/setup': "Makes the owner's account.",
  'GET /auth/password/new': 'The form that sends a link to people who forgot their password.',
  'POST /auth/password': 'Sends it, and says the same whoever was named.',
  'GET /auth/password/edit': 'The form behind the link. Opening it changes nothing.',
  'POST /auth/password/edit': 'Sets the password, and signs everybody out. The link works once.',
  'GET /auth/sign_up': 'The form for a new account, or that nobody can make one here now.',
  'POST /auth': 'Makes the account, which waits until its address is confirmed, and signs in to it.',
  'GET /invite/:code': 'The same form for whoever was given an invite.',
  'GET /auth/confirmation':
    'What an account waits for; with `confirmation_token`, what a mailed link opens: it asks, and changes nothing.',
  'POST /auth/confirmation': 'Sends the mail to confirm an address again; the same answer for every address.',
  'GET /auth/confirmation/new': 'The form for that, without being signed in.',
  'POST /auth/confirmation/confirm': 'Confirms the address that the link was sent to.',
  'POST /auth/confirmation/address': 'Sends the mail of an account that waits to another address.',
  'GET /auth/confirm_identity': 'Asks a signed-in person for the password again, before credentials change.',
  'POST /auth/confirm_identity': 'Renews the session by it, and goes on with the page that asked.',
  'GET /settings/profile': 'The form for what others see of a person.',
  'POST /settings/profile': 'Changes it. Who unlocks an account lets everyone in who waits.',
  'POST /settings/profile/pictures': 'Brings, describes and takes away pictures: multipart, each of at most 8 MB.',
  'GET /settings/posting': 'The form for what new posts are like, and for whether others see the app of a post.',
  'POST /settings/posting': 'Changes it.',
  'GET /settings/account': 'Password, e-mail address and language of one’s own account.',
  'GET /settings/account/password': 'The form for a new password, after a fresh proof of who it is.',
  'POST /settings/account/password':
    'Changes it, and signs out every other browser; the apps too, if the person says so.',
  'GET /settings/account/email': 'The form for a new e-mail address, after a fresh proof of who it is.',
  'POST /settings/account/email': 'Sends a link to that address.',
  'POST /settings/account/email/call_off': 'Keeps the old address.',
  'POST /settings/account/language': 'Sets the language of pages and mails.',
  'GET /settings/sessions': 'In which browsers one is signed in.',
  'POST /settings/sessions/end_others': 'Signs out every other browser.',
  'POST /settings/sessions/:id': 'Signs one browser out.',
  'DELETE /settings/sessions/:id': 'The same.',
  'GET /settings/tokens': 'Personal access tokens: what they may do, when they were used last, and when they end.',
  'GET /settings/tokens/new': 'The form for a new one, after a fresh proof of who it is.',
  'POST /settings/tokens': 'Makes a token and shows it, once.',
  'POST /settings/tokens/:id': 'Ends a token.',
  'DELETE /settings/tokens/:id': 'The same.',
  'GET /settings/invites': 'The invites that a person made, and the form for another one.',
  'POST /settings/invites': 'Makes an invite and shows its link, once.',
  'POST /settings/invites/:id/end': 'Ends an invite.',
  'GET /settings/bot': 'Whether apps may sign in with the password of the account.',
  'GET /settings/bot/allow': 'Warns before it is allowed, after a fresh proof of who it is.',
  'POST /settings/bot/allow': 'Allows it; refused for an account with a second factor.',
  'POST /settings/bot/forbid': 'Forbids it.',
  'GET /settings/export': 'What is in the file with one’s data, after a fresh proof of who it is.',
  'POST /settings/export': 'The file: JSON, without secrets.',
  'GET /settings/delete': 'What it means to delete one’s account, after a fresh proof of who it is.',
  'POST /settings/delete': 'Deletes it for ever, when its username was typed.',
  'GET /auth/email_change':
    'Asks whether the address is to count that the link was sent to. Opening it changes nothing.',
  'POST /auth/email_change': 'Makes it count. The link works once.',
  'POST /auth/confirm_identity/passkey/options': 'What an authenticator is asked instead.',
  'POST /auth/confirm_identity/passkey': 'Renews the session by a passkey.',
  'GET /auth/second_factor': 'Asks for a second factor, after a right password and before anybody is signed in.',
  'POST /auth/second_factor': 'Signs in by a code of an authenticator app, or a recovery code.',
  'POST /auth/second_factor/passkey/options': 'What an authenticator is asked instead.',
  'POST /auth/second_factor/passkey': 'Signs in by a passkey as the second factor.',
  'GET /auth/second_factor/set_up':
    'Lets a person set up the second factor that is demanded, on the way to the session.',
  'POST /auth/second_factor/set_up': 'Sets up an authenticator app, signs in, and shows the recovery codes.',
  'POST /auth/second_factor/set_up/passkey/options': 'What an authenticator is asked instead.',
  'POST /auth/second_factor/set_up/passkey': 'The same with a passkey.',
  'POST /auth/passkey/options': 'What any authenticator is asked, for a sign-in without a password.',
  'POST /auth/passkey': 'Signs in by a passkey alone, which counts as both factors.',
  'GET /assets/passkey-HASH.js': 'The script of passkeys: the only one of all pages.',
  'GET /settings/second_factors': 'What protects the account beside its password.',
  'GET /settings/second_factors/totp': 'The QR code and the key for an authenticator app.',
  'POST /settings/second_factors/totp': 'Begins to use the app, once one of its codes was right.',
  'POST /settings/second_factors/totp/remove': 'Stops using the app.',
  'POST /settings/second_factors/recovery_codes': 'Makes new recovery codes, and the earlier ones worthless.',
  'POST /settings/second_factors/passkeys/options': 'What an authenticator is asked for a new passkey.',
  'POST /settings/second_factors/passkeys': 'Keeps a new passkey.',
  'GET /settings/second_factors/passkeys/:id': 'Asks for another name of a passkey.',
  'POST /settings/second_factors/passkeys/:id': 'Renames a passkey.',
  'POST /settings/second_factors/passkeys/:id/remove': 'Stops accepting a passkey.',
  'GET /:handle': 'The profile page of a person, such as `/@alice`, with what they posted.',
  'GET /:handle/:id': 'The page of a status: what its `url` leads to.',
  'GET /users/:username/statuses/:id': 'Leads from the `uri` of a status to its page.',
  'GET /tags/:hashtag': 'The page of a hashtag: what hashtags in statuses and profiles lead to.',
};

/**
 * Whether every route has its sentence, and every sentence its route.
 * @throws Error that names each that is missing or too many
 */
export function checkSentences(routes: ReadonlyArray<{ readonly method: string; readonly path: string }>): void {
  const declared = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  const faults = [
    ...[...declared].filter((name) => !(name in routeSentences)).map((name) => `${name} has no sentence`),
    ...Object.keys(routeSentences)
      .filter((name) => !declared.has(name))
      .map((name) => `${name} has a sentence, and is no route`),
  ];
  if (faults.length > 0)
    throw new Error(`tools/docs/route-sentences.ts does not fit the routes:\n${faults.join('\n')}`);
}
