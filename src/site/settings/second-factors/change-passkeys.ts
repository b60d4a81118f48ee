import { removePasskey } from '../../../accounts/second-factor/change-second-factors.ts';
import {
  beginRegistration,
  finishRegistration,
  passkeyName,
} from '../../../accounts/second-factor/passkey-ceremony.ts';
import { ApiError } from '../../../http/api-error.ts';
import { html, json, type Reply } from '../../../http/reply.ts';
import { renamePasskeyPage } from '../../../pages/site/second-factors/second-factors.ts';
import { newRecoveryCodesPage } from '../../../pages/site/second-factors/set-up-totp.ts';
import { digestOf } from '../../../protocol/secret.ts';
import { secondFactorDepsOf } from '../../second-factor-deps.ts';
import type { SiteDeps } from '../../site-deps.ts';
import type { SettingsForm, SettingsPage } from '../settings-page.ts';
import { answerRemoval } from './change-totp.ts';
import { changedBy } from './changed-by.ts';
import { backWith, drawSecondFactors } from './show-second-factors.ts';

/** `POST /settings/second_factors/passkeys/options`: what the authenticator is asked. */
export const newPasskeyOptions =
  (deps: SiteDeps) =>
  async ({ visit, account }: SettingsForm): Promise<Reply> => {
    const options = await beginRegistration(secondFactorDepsOf(deps), account, digestOf(visit.browser));
    if (options === undefined) throw new ApiError(422, 'Too many passkeys');
    return json(options);
  };

/** `POST /settings/second_factors/passkeys`: keeps a new passkey. */
export const keepPasskey =
  (deps: SiteDeps) =>
  async (form: SettingsForm): Promise<Reply> => {
    const { visit, account, without, body } = form;
    const given = {
      answer: body.one('credential') ?? '',
      browser: digestOf(visit.browser),
      name: body.one('name') ?? '',
    };
    const added = await finishRegistration(secondFactorDepsOf(deps), account, given, changedBy(form));
    if (added.kind === 'known') return drawSecondFactors(deps, form, 'passkey known', 422);
    if (added.kind !== 'added') return drawSecondFactors(deps, form, 'passkey refused', 422);
    const { recoveryCodes } = added;
    return recoveryCodes === undefined
      ? backWith(deps, 'passkey added')
      : html(newRecoveryCodesPage(visit.frame, { without, recoveryCodes, added: 'passkey' }));
  };

/** `GET /settings/second_factors/passkeys/:id`: asks for another name. */
export const showPasskey =
  (deps: SiteDeps) =>
  async ({ request, visit, account, without }: SettingsPage): Promise<Reply> => {
    const { passkeys } = await deps.store.findSecondFactors(account.id);
    const passkey = passkeys.find(({ id }) => id === request.part('id'));
    if (passkey === undefined) throw new ApiError(404, 'Not Found');
    return html(renamePasskeyPage(visit.frame, { without, id: passkey.id, name: passkey.name }));
  };

/** `POST /settings/second_factors/passkeys/:id`: gives a passkey another name. */
export const renamePasskey =
  (deps: SiteDeps) =>
  async ({ request, account, body }: SettingsForm): Promise<Reply> => {
    const name = passkeyName(body.one('name') ?? '');
    const isRenamed = await deps.store.renamePasskey(account.id, request.part('id'), name);
    return backWith(deps, isRenamed ? 'passkey renamed' : 'absent');
  };

/** `POST /settings/second_factors/passkeys/:id/remove`: stops accepting a passkey. */
export const endPasskey =
  (deps: SiteDeps) =>
  async (form: SettingsForm): Promise<Reply> => {
    const acts = secondFactorDepsOf(deps);
    const removed = await removePasskey(acts, form.account, form.request.part('id'), changedBy(form));
    return answerRemoval(deps, form, removed, 'passkey removed');
  };
