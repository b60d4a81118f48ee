import type { Destination } from '../protocol/redirect-destination.ts';
import { html, type Markup } from './markup.ts';
import { technical } from './names.ts';

/** How one page puts the kinds of places that an answer may be sent to. */
export interface DestinationWords {
  readonly web: (host: Markup) => Markup;
  readonly loopback: (host: Markup) => Markup;
  readonly scheme: (scheme: Markup) => Markup;
  readonly code: string;
}

/** Where an answer goes, always with the host or scheme itself. */
export function destinationWords(words: DestinationWords, destination: Destination): Markup {
  switch (destination.kind) {
    case 'https':
    case 'http':
      return words.web(technical(destination.host));
    case 'loopback':
      return words.loopback(technical(destination.host));
    case 'scheme':
      return words.scheme(technical(`${destination.scheme.replace(/:$/, '')}:`));
    case 'code':
      return html`${words.code}`;
  }
}
