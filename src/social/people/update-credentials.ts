import type { BroughtPicture, Picture, PictureChange } from '../../accounts/ports.ts';
import {
  changeProfile,
  type FurtherChoice,
  type ProfileChoice,
  type ProfileProblem,
  profileLimits,
} from '../../accounts/profile/change-profile.ts';
import { withLongBody } from '../../accounts/profile/long-bodies.ts';
import { type PictureProblem, pictureLimits, readPicture } from '../../accounts/profile/read-picture.ts';
import type { UserCaller } from '../../http/access.ts';
import { ApiError, recordNotFound, validationFailed } from '../../http/api-error.ts';
import type { Incoming } from '../../http/incoming.ts';
import { json, type Reply } from '../../http/reply.ts';
import { credentialAccountEntity } from '../../mastodon/entities/credential-account.ts';
import type { ProfileField } from '../../mastodon/people.ts';
import type { Id, Instant } from '../../protocol/app.ts';
import { readBoolean } from '../../protocol/boolean.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import type { SocialDeps, SocialPerson } from '../social-deps.ts';

/** Two pictures, in base64, and all the texts. */
const BODY_BYTES = 3 * pictureLimits.bytes;

const labels = { avatar: 'Avatar', header: 'Header' } as const;

/** `PATCH /api/v1/accounts/update_credentials`: what is not sent stays. Nothing is changed when anything is wrong. */
export const updateCredentials =
  (deps: SocialDeps) =>
  (request: Incoming, { person }: UserCaller<SocialPerson>): Promise<Reply> =>
    request.hasLongBody ? withLongBody(person.id, () => update(deps, request, person)) : update(deps, request, person);

async function update(deps: SocialDeps, request: Incoming, person: SocialPerson): Promise<Reply> {
  const { parameters, files } = await request.bodyWithFiles(BODY_BYTES);
  const { account } = person.account;
  const choice = readChoice(parameters);
  const pictures = await readPictures(parameters, files, deps.now());
  const problems = await changeProfile(actsOf(deps), account, choice, { address: request.address }, pictures);
  if (problems.length > 0) throw refusal(problems);
  return showCredentials(deps, person.id);
}

/** `DELETE /api/v1/profile/avatar` and `/header`: the drawn picture is shown again. */
export const removePicture =
  (deps: SocialDeps, kind: BroughtPicture) =>
  async (request: Incoming, { person }: UserCaller<SocialPerson>): Promise<Reply> => {
    const { account } = person.account;
    const none = { kind, picture: undefined, at: deps.now() };
    await changeProfile(actsOf(deps), account, {}, { address: request.address }, [none]);
    return showCredentials(deps, person.id);
  };

async function showCredentials({ kit, store }: SocialDeps, id: Id): Promise<Reply> {
  const [person] = (await kit.people.findMany?.([id])) ?? [];
  if (person === undefined) throw recordNotFound();
  const profile = (await kit.people.profile?.(person)) ?? {};
  return json(credentialAccountEntity(person, profile, profile.locked ? await store.countFollowRequests(id) : 0));
}

function actsOf({ kit, store }: SocialDeps) {
  return { store, report: kit.http.world.report };
}

const visibilities = ['public', 'unlisted', 'private', 'direct'] as const;

/** Only what was sent: two apps that change different things at once must not undo each other. */
function readChoice(sent: Parameters): Partial<ProfileChoice> & FurtherChoice {
  const text = (name: string) => sent.one(name);
  const flag = (name: string) => {
    const value = sent.oneOrBlank(name);
    return value === undefined ? undefined : readBoolean(value);
  };
  const privacy = sent.oneOrBlank('source[privacy]');
  const postingVisibility = visibilities.find((name) => name === privacy);
  if (privacy !== undefined && postingVisibility === undefined) {
    throw validationFailed([`Privacy must be one of ${visibilities.join(', ')}`]);
  }
  const language = text('source[language]')?.trim().toLowerCase();
  if (language !== undefined && !/^([a-z]{2,3}(-[a-z0-9]{2,8}){0,3})?$/.test(language)) {
    throw validationFailed(['Language is invalid']);
  }
  return {
    ...given({
      displayName: text('display_name'),
      note: text('note'),
      locked: flag('locked'),
      bot: flag('bot'),
      discoverable: flag('discoverable'),
      hideCollections: flag('hide_collections'),
      fields: readFields(sent),
      indexable: flag('indexable'),
      postingSensitive: flag('source[sensitive]'),
      postingVisibility,
      avatarDescription: text('avatar_description'),
      headerDescription: text('header_description'),
    }),
    // An empty one takes the choice away.
    ...(language !== undefined && { postingLanguage: language || undefined }),
  };
}

/** The members that have a value. */
function given<T extends object>(members: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

/**
 * Apps number the fields, `fields_attributes[0][name]`, with whatever numbers they like, or repeat them,
 * `fields_attributes[][name]`. A text is no list of fields, and changes none.
 */
function readFields(sent: Parameters): readonly ProfileField[] | undefined {
  if (!sent.has('fields_attributes') || sent.isSingleText('fields_attributes')) return undefined;
  const repeated = sent.all('fields_attributes[][name]');
  if (repeated.length > 0) {
    const values = sent.all('fields_attributes[][value]');
    if ([...repeated, ...values].some((text) => text.includes('\0'))) {
      throw new ApiError(400, 'The parameter fields_attributes contains a NUL character');
    }
    return tooMany(repeated.map((name, index) => ({ name, value: values[index] ?? '' })));
  }
  const numbered = sent.keysOf('fields_attributes').map((key) => {
    const of = (part: string) => sent.one(`fields_attributes[${key}][${part}]`) ?? '';
    return { name: of('name'), value: of('value') };
  });
  return tooMany(numbered);
}

function tooMany(fields: readonly ProfileField[]): readonly ProfileField[] {
  const filled = fields.filter(({ name, value }) => name.trim() !== '' || value.trim() !== '');
  if (filled.length <= profileLimits.fields) return filled;
  throw validationFailed([`Fields can have at most ${profileLimits.fields} rows`]);
}

async function readPictures(
  sent: Parameters,
  files: ReadonlyMap<string, Blob>,
  at: Instant,
): Promise<readonly PictureChange[]> {
  const changes: PictureChange[] = [];
  for (const kind of ['avatar', 'header'] as const) {
    const file = files.get(kind);
    if (file !== undefined) {
      changes.push({ kind, picture: await read(kind, new Uint8Array(await file.arrayBuffer())), at });
      continue;
    }
    if (!sent.has(kind)) continue;
    const text = sent.one(kind) ?? '';
    const bytes = readDataUri(text);
    if (text !== '' && bytes === undefined) throw validationFailed([`${labels[kind]} must be a file or a data URI`]);
    changes.push({ kind, picture: bytes && (await read(kind, bytes)), at });
  }
  return changes;
}

const pictureProblems: Readonly<Record<PictureProblem, string>> = {
  'too large': `file size must be less than ${pictureLimits.bytes / 1024 / 1024} MB`,
  'no picture': 'must be a PNG, JPEG, GIF or WebP picture',
  damaged: `is damaged, or too large to be unpacked (at most ${pictureLimits.megapixels} megapixels)`,
};

async function read(kind: BroughtPicture, bytes: Uint8Array): Promise<Picture> {
  const picture = await readPicture(kind, bytes);
  if (typeof picture === 'string') throw validationFailed([`${labels[kind]} ${pictureProblems[picture]}`]);
  return picture;
}

/** The bytes of a `data:` URI, which JSON clients send; undefined when it is none. */
function readDataUri(text: string): Uint8Array | undefined {
  const [, base64] = /^data:image\/[a-z0-9.+-]+;base64,([A-Za-z0-9+/=\s]*)$/i.exec(text) ?? [];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

const parts = {
  displayName: ['display_name', 'Display name', profileLimits.displayName],
  note: ['note', 'Note', profileLimits.note],
  avatarDescription: ['avatar_description', 'Avatar description', profileLimits.pictureDescription],
  headerDescription: ['header_description', 'Header description', profileLimits.pictureDescription],
  fieldName: ['fields', 'Fields', profileLimits.fieldText],
  fieldValue: ['fields', 'Fields', profileLimits.fieldText],
} as const;

/** ValidationError: each problem in words, and by the parameter that has it. */
function refusal(problems: readonly ProfileProblem[]): ApiError {
  const found = problems.map(({ part }) => {
    const [name, label, most] = parts[part];
    const description =
      part === 'fieldName'
        ? `need a name of at most ${most} characters`
        : `is too long (maximum is ${most} characters)`;
    return { name, message: `${label} ${description}`, entry: { error: 'ERR_TOO_LONG', description } };
  });
  const details = Object.groupBy(found, ({ name }) => name);
  return new ApiError(422, `Validation failed: ${found.map(({ message }) => message).join(', ')}`, {
    members: {
      details: Object.fromEntries(
        Object.entries(details).map(([name, entries]) => [name, entries?.map(({ entry }) => entry)]),
      ),
    },
  });
}
