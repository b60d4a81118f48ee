import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { readId } from '../record-id.ts';
import { print, printable } from '../terminal.ts';

/** Beyond so many living tokens, an old one is revoked all the same but not described. */
const LOOKED_THROUGH = 20_000;

/** `token revoke`: by its id, since the token itself is nobody's to paste into a shell. */
export async function runRevokeToken(given: string): Promise<void> {
  const id = readId(given);
  if (id === undefined) {
    // What was given is not repeated: it may be a token.
    throw new CliFailure('A token is named by its id, a number. See: mastodoor token list');
  }
  await withOperator(async ({ admin }) => {
    const living = await admin.listTokens({ limit: LOOKED_THROUGH });
    const token = living.find((candidate) => candidate.id === id);
    if (token === undefined && living.length < LOOKED_THROUGH) {
      throw new CliFailure(`No living token has the id ${id}. See: mastodoor token list`);
    }
    await admin.revokeToken({ id, app: token?.app });
    print(
      token?.app === undefined
        ? `Token ${id} is revoked.`
        : `Token ${id} of "${printable(token.app.name)}" is revoked.`,
    );
  });
}
