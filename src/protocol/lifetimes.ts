/** Durations in milliseconds, each with its reason. */
const SECOND = 1000;
/** In milliseconds. */
export const MINUTE = 60 * SECOND;
/** In milliseconds. */
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Contract §4.7: long enough to copy an out-of-band code by hand (RFC 6749 §4.1.2 recommends at most this). */
export const CODE_LIFETIME = 10 * MINUTE;

/** A person may look for a password, a second device or a cup of tea before they answer. */
export const PENDING_AUTHORIZATION_LIFETIME = 24 * HOUR;

/** A browser that was not seen for this long must sign in again. */
export const SESSION_IDLE_LIFETIME = 14 * DAY;

/** However active, a browser signs in anew after this. */
export const SESSION_ABSOLUTE_LIFETIME = 90 * DAY;

/** Contract §11: the last use of a token is noted at most once in this time. */
export const LAST_USE_RESOLUTION = 24 * HOUR;

/** The last use of a session is noted at most once in this time. */
export const SESSION_USE_RESOLUTION = 60 * MINUTE;
