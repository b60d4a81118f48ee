/**
 * What pages of your own are made from: markup that is escaped by type, the built-in pages and their parts, and the words in
 * each language.
 * @packageDocumentation
 */
export type { Brand, BrandColours, Logo } from '../pages/brand.ts';
export { button, deleteForm, field, hidden, postForm } from '../pages/forms.ts';
export { type Frame, type Layout, layout } from '../pages/layout.ts';
export { html, type Insertable, type Markup } from '../pages/markup.ts';
export { ar } from '../pages/messages/ar.ts';
export { de } from '../pages/messages/de.ts';
export { en } from '../pages/messages/en.ts';
export { extendMessages } from '../pages/messages/extend-messages.ts';
export type { DeepPartial, Messages } from '../pages/messages/messages.ts';
export { builtInPages, type CustomPages, type Pages } from '../pages/pages.ts';
