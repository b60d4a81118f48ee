import { type InviteMade, inviteIsOver, makeInvite } from '../../accounts/invites/invites.ts';
import type { Invite } from '../../accounts/ports.ts';
import { addressKey } from '../../http/address-key.ts';
import { ApiError } from '../../http/api-error.ts';
import { countOn, rateLimits } from '../../http/rate-limiter.ts';
import { html, type Reply } from '../../http/reply.ts';
import { type InvitesView, inviteChoices, invitesPage, type ShownInvite } from '../../pages/site/invites/invites.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import { type SettingsPage, settingsForm, settingsPage } from '../settings/settings-page.ts';
import { signUpDepsOf } from '../sign-up/sign-up-deps.ts';
import type { SiteDeps } from '../site-deps.ts';

const PAGE = '/settings/invites';

const DAY = 24 * 60 * 60 * 1000;

/** The latest: older ones are swept after a while. */
const MOST_SHOWN = 200;

const noValues = { label: '', uses: '1', days: '7' };

/** `GET /settings/invites`: what a person made; there is no such page for those who may make none. */
export const showInvites = (deps: SiteDeps) =>
  settingsPage(deps, PAGE, (page) => {
    refuseOthers(page);
    return draw(deps, page, {});
  });

/** `POST /settings/invites`: makes one, and shows its link this once. */
export const addInvite = (deps: SiteDeps) =>
  settingsForm(deps, PAGE, async (page) => {
    refuseOthers(page);
    const { http } = deps.kit;
    await countOn(page.request, http.limiter, rateLimits.inviteByAddress, addressKey(page.request.address));
    const values = readValues(page.body);
    const made = await makeInvite(
      signUpDepsOf(deps),
      {
        label: values.label,
        maxUses: chosen(values.uses, inviteChoices.uses),
        lifetime: days(chosen(values.days, inviteChoices.days)),
      },
      page.account,
    );
    if (made.kind === 'refused') return drawRefusal(deps, page, made, values);
    const { address } = page.request;
    http.world.report({ event: 'invite made', inviteId: made.invite.id, actorId: page.account.id, address });
    return draw(deps, page, { madeUrl: `${http.issuer}/invite/${made.code}` });
  });

/** `POST /settings/invites/:id/end`: ends one's own; of others' nobody learns whether they are there. */
export const endInvite = (deps: SiteDeps) =>
  settingsForm(deps, PAGE, async (page) => {
    refuseOthers(page);
    const { world } = deps.kit.http;
    const inviteId = page.request.part('id');
    const own = (await listOwn(deps, page)).some(({ id }) => id === inviteId);
    if (!own) throw new ApiError(404, 'Not Found');
    if (await deps.store.endInvite(inviteId, world.now(), page.account.id))
      world.report({ event: 'invite ended', inviteId, actorId: page.account.id, address: page.request.address });
    return draw(deps, page, { notice: 'ended' });
  });

function refuseOthers({ without }: SettingsPage): void {
  if (without.includes('invites')) throw new ApiError(404, 'Not Found');
}

function drawRefusal(
  deps: SiteDeps,
  page: SettingsPage,
  { reason }: Extract<InviteMade, { kind: 'refused' }>,
  values: InvitesView['values'],
): Promise<Reply> {
  if (reason === 'may not') throw new ApiError(404, 'Not Found');
  return draw(deps, page, { problem: reason, values }, 422);
}

/** What is no text, or nothing that the lists offer, is as good as not chosen. */
function readValues(body: Parameters): InvitesView['values'] {
  return { label: body.one('label') ?? '', uses: body.one('uses') ?? '1', days: body.one('days') ?? '7' };
}

/** Only what the page offers: an empty value means no bound, and anything else the tightest. */
function chosen(text: string, offered: readonly number[]): number | undefined {
  if (text === '') return undefined;
  return offered.find((choice) => String(choice) === text) ?? offered[0];
}

function days(count: number | undefined): number | undefined {
  return count === undefined ? undefined : count * DAY;
}

function listOwn({ store }: SiteDeps, { account }: SettingsPage): Promise<readonly Invite[]> {
  return store.listInvites({ accountId: account.id, limit: MOST_SHOWN });
}

async function draw(deps: SiteDeps, page: SettingsPage, view: Partial<InvitesView>, status = 200): Promise<Reply> {
  const now = deps.kit.http.world.now();
  const invites = (await listOwn(deps, page)).map((invite) => shown(invite, now));
  const { visit, without } = page;
  return html(invitesPage(visit.frame, { invites, values: noValues, without, ...view }), status);
}

function shown(invite: Invite, now: number): ShownInvite {
  const { id, label, uses, maxUses, expiresAt } = invite;
  return { inviteId: id, label, uses, maxUses, expiresAt, state: stateOf(invite, now) };
}

function stateOf(invite: Invite, now: number): ShownInvite['state'] {
  if (!inviteIsOver(invite, now)) return 'good';
  if (invite.endedAt !== undefined) return 'ended';
  return invite.expiresAt !== undefined && invite.expiresAt <= now ? 'expired' : 'used up';
}
