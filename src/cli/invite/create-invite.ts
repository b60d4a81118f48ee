import { LONGEST_LABEL, makeInvite } from '../../accounts/invites/invites.ts';
import { DAY } from '../../protocol/lifetimes.ts';
import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { facts, moment } from '../table.ts';
import { print, printJson } from '../terminal.ts';
import { inviteView } from './invite-view.ts';

export interface CreateInviteOptions {
  readonly label: string;
  readonly uses?: number;
  readonly days?: number;
  readonly json?: boolean;
}

/** `invite create`: the operator's, good whatever INVITES says. Its link is shown this once. */
export async function runCreateInvite({ label, uses, days, json }: CreateInviteOptions): Promise<void> {
  await withOperator(async ({ config, store, report }) => {
    const deps = { store, settings: config, now: Date.now };
    const lifetime = days === undefined ? undefined : days * DAY;
    const made = await makeInvite(deps, { label, maxUses: uses, lifetime }, undefined);
    if (made.kind === 'refused') throw new CliFailure(`The label may have ${LONGEST_LABEL} characters at the most.`);
    const { invite, code } = made;
    report({ event: 'invite made', inviteId: invite.id, actorId: undefined, address: undefined });
    const url = `${config.publicUrl}/invite/${code}`;
    if (json) return printJson({ ...inviteView(invite, Date.now()), url });
    print(
      facts([
        ['ID', invite.id],
        ['Label', invite.label],
        ['Uses', invite.maxUses === undefined ? 'any number' : `at most ${invite.maxUses}`],
        ['Good until', invite.expiresAt === undefined ? 'it is ended' : moment(invite.expiresAt)],
        ['Link', url],
      ]),
    );
    print('\nThe link is shown this once and kept nowhere.');
  });
}
