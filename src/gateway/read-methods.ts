import { type Access, anyToken, app, open, publicTo, user } from '../http/access.ts';
import { type GatewayMethod, isGatewayPath, type Verb } from './method-table.ts';

/** How the settings name who may call a method. */
const accesses: Readonly<Record<string, (...scopes: string[]) => Access>> = {
  open: () => open,
  public: publicTo,
  any: anyToken,
  user,
  app,
};

/** A line of the setting cannot be understood; the message says what it should have been. */
export class UnreadableMethod extends Error {
  override readonly name = 'UnreadableMethod';
}

/**
 * Reads a method of the operator's own API: verb, path, who may call it and the scopes of which one would do, such as
 * `POST /api/pleroma/chats user write write:statuses`.
 * @throws UnreadableMethod
 */
export function readGatewayMethod(line: string): GatewayMethod {
  const [method = '', path = '', kind = '', ...scopes] = line.trim().split(/\s+/);
  const unreadable = (fault: string) =>
    new UnreadableMethod(`"${line}" ${fault}; write for instance: POST /api/v1/things/:id user write write:statuses`);
  if (!/^(?:GET|POST|PUT|PATCH|DELETE)$/.test(method))
    throw unreadable('does not begin with GET, POST, PUT, PATCH or DELETE');
  if (!isGatewayPath(path)) throw unreadable('has no path of plain words and :names');
  const access = accesses[kind];
  if (access === undefined) throw unreadable(`does not say who may call it: ${Object.keys(accesses).join(', ')}`);
  if (kind === 'open' && scopes.length > 0) throw unreadable('asks for scopes, but looks at no token');
  return { method: method as Verb, path, access: access(...scopes) };
}
