import { tokenize } from 'linkifyjs';
import { remembering } from './remembering.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in HTML and XML, between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Finding links costs more than all the rest of an account, and every answer with an account in it needs its texts. */
const REMEMBERED_TEXTS = 2000;

/** Several paragraphs of plain text as safe HTML; web addresses become links. Empty for empty text. */
export const textToHtml: (text: string) => string = remembering(paragraphsToHtml, REMEMBERED_TEXTS);

/** One profile field's value as safe HTML; `me` says that what it links to claims to be the same person's. */
export const fieldToHtml: (text: string) => string = remembering(
  (text) => lineToHtml(text, 'me nofollow noopener'),
  REMEMBERED_TEXTS,
);

function paragraphsToHtml(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => `<p>${lineToHtml(paragraph.trim(), 'nofollow noopener').replaceAll('\n', '<br />')}</p>`)
    .join('');
}

function lineToHtml(text: string, rel: string): string {
  if (!text.includes('://')) return escapeHtml(text);
  return tokenize(text)
    .map((token) => (token.t === 'url' && isWebAddress(token.v) ? link(token.v, rel) : escapeHtml(token.v)))
    .join('');
}

/** Only what was written as an address: `example.com` in a sentence may be the name of a company. */
function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function link(address: string, rel: string): string {
  const escaped = escapeHtml(address);
  return `<a href="${escaped}" target="_blank" rel="${rel}" translate="no">${escaped}</a>`;
}
