import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { readId } from '../record-id.ts';
import { print } from '../terminal.ts';

/** `invite end`: nobody can sign up by it any more; accounts that were made by it stay. */
export async function runEndInvite(text: string): Promise<void> {
  await withOperator(async ({ store, report }) => {
    const id = readId(text);
    // What was typed may be the code of an invite, so it is not repeated.
    if (id === undefined) throw new CliFailure('An invite is named by its id, as `invite list` shows it.');
    if (!(await store.endInvite(id, Date.now())))
      throw new CliFailure('There is no invite with this id that was still to be ended.');
    report({ event: 'invite ended', inviteId: id, actorId: undefined, address: undefined });
    print(`The invite ${id} has ended.`);
  });
}
