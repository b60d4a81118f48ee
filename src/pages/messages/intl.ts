const DAY = 24 * 60 * 60 * 1000;

/** The words for each plural form that a language has; `other` is the one they all have. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** Picks the form that `count` takes in a language (English has two, Arabic six). */
export function plural(language: string, count: number, forms: PluralForms): string {
  return forms[pluralRules(language).select(count)] ?? forms.other;
}

/** A number as a language writes it. */
export function formatNumber(language: string, value: number): string {
  return numberFormat(language).format(value);
}

/** A day as a language writes it out. Days are UTC's: the server does not know where the reader lives. */
export function formatDate(language: string, instant: number): string {
  return dateFormat(language).format(instant);
}

/** A day and the time of it, to the minute. Both are UTC's, and the words say so. */
export function formatMoment(language: string, instant: number): string {
  return momentFormat(language).format(instant);
}

/** The time of a day in UTC, to the minute. */
export function formatTime(language: string, instant: number): string {
  return timeFormat(language).format(instant);
}

/** How long ago a day was, in the coarsest words that are true: "today", "3 days ago", "2 years ago". */
export function formatAge(language: string, now: number, instant: number): string {
  const format = relativeFormat(language);
  const days = Math.max(0, Math.floor(now / DAY) - Math.floor(instant / DAY));
  if (days < 31) return format.format(-days, 'day');
  if (days < 365) return format.format(-Math.max(1, Math.floor(days / 30.44)), 'month');
  return format.format(-Math.floor(days / 365.25) || -1, 'year');
}

/** The languages of ISO 639-1 by their names in a language, in the order of its alphabet. */
export function languageNames(language: string): readonly { readonly code: string; readonly name: string }[] {
  return languagesIn(language);
}

const pluralRules = oncePerLanguage((language) => new Intl.PluralRules(language));
const numberFormat = oncePerLanguage((language) => new Intl.NumberFormat(language));
const dateFormat = oncePerLanguage(
  (language) => new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }),
);
const timeFormat = oncePerLanguage(
  (language) => new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' }),
);
const momentFormat = oncePerLanguage(
  (language) =>
    new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: 'numeric',
      minute: '2-digit',
      timeZone: 'UTC',
      timeZoneName: 'short',
    }),
);
const relativeFormat = oncePerLanguage((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }));

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const languagesIn = oncePerLanguage((language) => {
  const names = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' });
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((code) => {
      const name = names.of(code);
      // What another code means today has a name too.
      return name === undefined || Intl.getCanonicalLocales(code)[0] !== code ? [] : [{ code, name }];
    })
    .sort((one, other) => one.name.localeCompare(other.name, language));
});

/** Formatters are dear to make and cheap to use. */
function oncePerLanguage<Format>(make: (language: string) => Format): (language: string) => Format {
  const made = new Map<string, Format>();
  return (language) => {
    const format = made.get(language) ?? make(language);
    made.set(language, format);
    return format;
  };
}
