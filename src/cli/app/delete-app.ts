import { canAsk, confirm } from '../ask.ts';
import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { note, print, printable } from '../terminal.ts';
import { findAppSummary } from './find-app.ts';

/** `app delete`: for ever, since apps keep their client id and cannot know that it ended (lesson 2). */
export async function runDeleteApp(name: string, { yes }: { readonly yes?: boolean }): Promise<void> {
  await withOperator(async ({ store, admin }) => {
    const app = await findAppSummary(store, name);
    const people = app.people === 1 ? '1 person uses it' : `${app.people} people use it`;
    note(`The app "${printable(app.name)}" (${app.id}): ${people}.`);
    if (!yes) {
      const warning = 'Deleting it ends all its access at once, and the app must register again.';
      if (!canAsk()) throw new CliFailure(`${warning} Nothing was changed: pass --yes to do it.`);
      if (!(await confirm(`${warning} Delete it?`))) throw new CliFailure('Nothing was changed.');
    }
    await admin.deleteApp(app.id);
    print(`The app ${app.id} is deleted.`);
  });
}
