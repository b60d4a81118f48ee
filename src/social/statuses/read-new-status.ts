import type { Account } from '../../accounts/ports.ts';
import { ApiError, validationFailed } from '../../http/api-error.ts';
import { readBoolean } from '../../protocol/boolean.ts';
import type { Parameters } from '../../protocol/parameters.ts';
import type { Visibility } from '../ports.ts';
import { partsOf } from './named-in-text.ts';

/** What the instance methods tell of statuses. */
export const statusLimits = { maxCharacters: 500, charactersOfUrl: 23 } as const;

/** What somebody wants to post. */
export interface StatusWish {
  readonly text: string;
  readonly spoilerText: string;
  readonly visibility: Visibility;
  readonly sensitive: boolean;
  readonly language: string | undefined;
  /** As it was sent. */
  readonly inReplyTo: string | undefined;
}

const visibilities: readonly string[] = ['public', 'unlisted', 'private', 'direct'] satisfies readonly Visibility[];

/** What may be sent to Mastodon and is not offered here; ignoring it would post something else than was meant. */
const notOffered = {
  media_ids: 'Media attachments are not offered by this server',
  poll: 'Polls are not offered by this server',
  scheduled_at: 'Scheduled posts are not offered by this server',
  quoted_status_id: 'Quotes are not offered by this server',
} as const;

/**
 * Reads the parameters of `POST /api/v1/statuses`. What is not sent is as the author chose in the preferences.
 * @throws ApiError 422 that names everything that is wrong
 */
export function readNewStatus(body: Parameters, author: Account): StatusWish {
  const problems: string[] = [];
  for (const [name, problem] of Object.entries(notOffered)) if (isSent(body, name)) problems.push(problem);
  const spoiler = body.one('spoiler_text')?.trim() ?? '';
  const written = body.one('status') ?? '';
  // As in Mastodon, a warning without a text is the text.
  const [text, spoilerText] = written.trim() === '' ? [spoiler, ''] : [written, spoiler];
  if (text.trim() === '') problems.push("Text can't be blank");
  if (countCharacters(text) + countCharacters(spoilerText) > statusLimits.maxCharacters) {
    problems.push(`Text character limit of ${statusLimits.maxCharacters} exceeded`);
  }
  const visibility =
    body.oneOrBlank('visibility') ?? author.postingVisibility ?? (author.locked ? 'private' : 'public');
  if (!visibilities.includes(visibility)) problems.push(`Visibility must be one of ${visibilities.join(', ')}`);
  const language = body.oneOrBlank('language');
  if (language !== undefined && !isLanguage(language)) problems.push('Language is invalid');
  const sensitive = body.oneOrBlank('sensitive');
  if (problems.length > 0) throw validationFailed(problems);
  return {
    text,
    spoilerText,
    visibility: visibility as Visibility,
    sensitive: spoilerText !== '' || (sensitive === undefined ? author.postingSensitive : readBoolean(sensitive)),
    language: (language ?? author.postingLanguage ?? author.locale)?.toLowerCase().split('-')[0],
    inReplyTo: body.oneOrBlank('in_reply_to_id'),
  };
}

/** What answers something that is not there, or that the author may not read. */
export const replyToNothing = (): ApiError =>
  new ApiError(404, 'The post you are trying to reply to does not appear to exist.');

/** An ISO 639 code, also with a region, of which only the language is kept. */
function isLanguage(text: string): boolean {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}$/i.test(text);
}

/** An empty list, as JSON clients send it, asks for nothing. */
function isSent(body: Parameters, name: string): boolean {
  return body.isComposite(name) || body.all(name).some((value) => value.trim() !== '');
}

const graphemes = new Intl.Segmenter();

/**
 * As people count: an address is always as long as another, and of a name the domain does not count. What is too long is not
 * counted to its end: of thousands of hashtags that takes a second.
 */
export function countCharacters(text: string): number {
  // What is far too long whatever it is made of is not counted to the end.
  if (text.length > 100 * statusLimits.maxCharacters) return text.length;
  let count = 0;
  for (const part of partsOf(text)) {
    if (part.kind === 'link') count += statusLimits.charactersOfUrl;
    else if (part.kind === 'mention') count += part.username.length + 1;
    else count += [...graphemes.segment(part.text)].length;
    if (count > statusLimits.maxCharacters) return count;
  }
  return count;
}
