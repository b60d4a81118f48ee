import { button, field, hidden, postForm } from '../../forms.ts';
import type { Frame } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { qrFigure } from '../../parts/qr-figure.ts';
import { secretBox } from '../../parts/secret-box.ts';
import { siteWords } from '../words.ts';

/** A TOTP seed that is not in use yet. */
export interface TotpOffer {
  /** The QR code, row by row. */
  readonly modules: readonly (readonly boolean[])[];
  /** The seed, to be typed where it cannot be scanned. */
  readonly key: string;
  /** The seed, sealed, as the form brings it back. */
  readonly sealed: string;
  readonly problem?: 'wrong code' | 'expired' | undefined;
}

/** The picture and the key of a new authenticator app, and the form that proves that the app has it. */
export function totpOfferForm(
  frame: Frame,
  path: string,
  { modules, key, sealed, problem }: TotpOffer,
  content: Insertable = undefined,
): Markup {
  const words = siteWords(frame).secondFactors.totp;
  return html`${qrFigure({ modules, label: words.scanLabel, caption: words.scan })}
${secretBox({ id: 'totp-key', label: words.key, secrets: linesOf(key), hint: words.keyHint })}
${postForm(
  frame,
  path,
  html`${hidden('offer', sealed)}
${content}
${field({
  id: 'code',
  name: 'code',
  label: words.code,
  type: 'text',
  autocomplete: 'one-time-code',
  inputMode: 'numeric',
  maxLength: 20,
  hint: words.codeHint,
  problem: problem === undefined ? undefined : problem === 'expired' ? words.expired : words.wrongCode,
  focused: problem !== undefined,
})}
${button(words.submit, 'main')}`,
)}`;
}

/** In groups that can be typed, two lines that fit a phone. */
function linesOf(key: string): readonly string[] {
  const half = Math.ceil(key.length / 2);
  return [key.slice(0, half), key.slice(half)].map((line) => line.replaceAll(/.{4}(?=.)/g, '$& '));
}
