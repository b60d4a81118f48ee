import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figure, Job } from '../job.ts';
import { CONNECTIONS, hasWrk } from '../load.ts';
import { addPerson, signedInBrowser } from '../people.ts';
import { cpuTimeOf } from '../process-usage.ts';
import type { Stand } from '../stand.ts';
import { registration } from '../target.ts';
import { quote, runWrk } from '../wrk.ts';

/** More people a second than can make the journey: whoever makes it again is not asked again, which costs less. */
const PEOPLE = 3000;

/** What a script of wrk prints at its end. */
const countsJourneys = `local threads = {}
setup = function(thread) thread:set("id", #threads) threads[#threads + 1] = thread end
done = function() local good, bad = 0, 0
  for _, thread in ipairs(threads) do good = good + thread:get("good") bad = bad + thread:get("bad") end
  print("journeys: " .. good .. " failed: " .. bad) end`;

/** The whole code journey of browsers that are signed in: authorize, consent, token. */
export const journey: Job = {
  name: 'journey',
  title: 'authorize, consent and token of a signed-in browser ÷ three requests',
  unit: 'journeys/s',
  async prepare(stand) {
    if (!hasWrk) throw new Error('The journey needs wrk: its requests depend on the answers before them');
    const file = join(stand.folder, 'cookies.txt');
    return async (round) => {
      const people = Array.from({ length: PEOPLE * stand.seconds }, async (_, index) => {
        const id = await addPerson(stand.store, `traveller${round}x${index}`);
        return signedInBrowser(stand.store, id, stand.ours.url);
      });
      await writeFile(file, (await Promise.all(people)).join('\n'));
      const base = await travel(stand, stand.floor, threeRequests(stand));
      const ours = await travel(stand, stand.ours, wholeJourney(stand, file));
      return { ours, base };
    };
  },
};

async function travel(
  stand: Stand,
  server: { readonly url: string; readonly pid: number | undefined },
  script: string,
): Promise<Figure> {
  const before = cpuTimeOf(server.pid);
  // One connection for each thread of wrk, because the scripts of a thread do not tell its connections apart.
  const how = { seconds: stand.seconds, folder: stand.folder, threads: CONNECTIONS, connections: CONNECTIONS };
  const printed = await runWrk(server.url, `${countsJourneys}\n${script}`, how);
  const after = cpuTimeOf(server.pid);
  const [good = 0, failed = 0] = /journeys: (\d+) failed: (\d+)/.exec(printed)?.slice(1).map(Number) ?? [];
  const cpu = before === undefined || after === undefined ? undefined : (after - before) / good;
  return { value: good / stand.seconds, failed, cpu };
}

/** Three requests of the floor that carry as much. */
function threeRequests({ ours }: Stand): string {
  return `good, bad, step = 0, 0, 1
local forms = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local steps = { wrk.format("GET", ${quote(authorizePath(ours, 'x'))}, { Cookie = string.rep("x", 120) }),
  wrk.format("POST", "/oauth/authorize", forms, string.rep("x", 120)),
  wrk.format("POST", "/oauth/token", forms, string.rep("x", 300)) }
request = function() return steps[step] end
response = function(status) step = step % 3 + 1 if step == 1 then good = good + 1 end end`;
}

function wholeJourney({ ours }: Stand, cookies: string): string {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const token = new URLSearchParams({
    grant_type: 'authorization_code',
    redirect_uri: registration.redirect_uris,
    code_verifier: verifier,
    ...ours.credentials,
  });
  return `good, bad = 0, 0
local step, cookie, id_field, csrf, code = 1, nil, nil, nil, nil
local all, at = {}, 0
local authorize, answer = ${quote(authorizePath(ours, challenge))}, "/oauth/authorize"
local form = "application/x-www-form-urlencoded"
init = function() local n = 0
  for line in io.lines(${quote(cookies)}) do
    if n % ${CONNECTIONS} == id then all[#all + 1] = line end
    n = n + 1
  end
end
request = function()
  if step == 1 then at = at % #all + 1 cookie = all[at]
    return wrk.format("GET", authorize, { Cookie = cookie }) end
  if step == 2 then return wrk.format("POST", answer, { Cookie = cookie, ["Content-Type"] = form },
    "authorization=" .. id_field .. "&authenticity_token=" .. csrf) end
  return wrk.format("POST", "/oauth/token", { ["Content-Type"] = form }, ${quote(token.toString())} .. "&code=" .. code)
end
response = function(status, headers, body)
  if step == 1 and status == 200 then
    id_field = string.match(body, 'name="authorization" value="([^"]+)"')
    csrf = string.match(body, 'name="authenticity_token" value="([^"]+)"')
    if id_field and csrf then step = 2 return end
  elseif step == 2 and (status == 302 or status == 303) then
    for name, value in pairs(headers) do
      if string.lower(name) == "location" then code = string.match(value, "code=([^&]+)") end
    end
    if code then step = 3 return end
  elseif step == 3 and status == 200 then good, step = good + 1, 1 return end
  bad, step = bad + 1, 1
end`;
}

function authorizePath({ credentials }: Stand['ours'], challenge: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: credentials.client_id,
    redirect_uri: registration.redirect_uris,
    scope: 'read',
    state: 'somewhere',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `/oauth/authorize?${query}`;
}
