import type { BenchRequest } from '../load.ts';
import { addPerson, PASSWORD } from '../people.ts';
import { form } from '../requests.ts';
import type { Stand } from '../stand.ts';

/** A sign-in of somebody with the right password, from a browser that was given the form. */
export async function signInRequests({ store, ours }: Stand, username: string): Promise<readonly BenchRequest[]> {
  await addPerson(store, username, true);
  const page = await fetch(new URL('/auth/sign_in', ours.url));
  const cookie = page.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  const token = /name="authenticity_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const fields = { authenticity_token: token, 'user[email]': username, 'user[password]': PASSWORD };
  return [form('/auth/sign_in', fields, { Cookie: cookie.join('; ') })];
}
