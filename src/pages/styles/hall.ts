/** What stands in a hall: the links beside it, panels, lists of things and the facts about them. */
export const hall = `
.skip { position: absolute; inset-block-start: .5rem; inset-inline-start: .5rem; z-index: 2; }
.skip:not(:focus) { inline-size: 1px; block-size: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main:focus { outline: none; }

.hall h1 { margin-block: 1rem .5rem; font-size: 1.9rem; }
.hall .notice { margin-block: 1rem; }
.hall main > .field, .hall main > form > .field, .panel .field, .panel .choices { max-inline-size: 32rem; }
.panel .pair .field { max-inline-size: none; }
.hall :is(p, div).actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-block-start: 1rem; }
.hall main form > .button { max-inline-size: 100%; }

.hall-with-rooms { flex: 1; inline-size: 100%; max-inline-size: 68rem; margin-inline: auto; }
.hall-with-rooms main { max-inline-size: 52rem; padding-block-start: 0; }
.rooms { padding: 0 clamp(1rem, 4vw, 2rem); }
.rooms details { border: 1px solid var(--line); border-radius: .9rem; background: var(--inside); }
.rooms summary { margin: 0; padding: .3rem 1rem; border-radius: .9rem; }
.rooms .here { margin-inline-start: .35rem; color: var(--soft); font-weight: 400; }
.rooms ul { padding: 0 .5rem .5rem; }
.rooms a { display: flex; align-items: center; min-block-size: 2.75rem; padding: .3rem .75rem; border-inline-start: 3px solid transparent; border-radius: .4rem; color: var(--ink); text-decoration: none; }
.rooms a:hover { background: var(--well); text-decoration: underline; }
.rooms [aria-current] { border-inline-start-color: var(--door); background: var(--well); color: var(--door); font-weight: 650; }
/* Beside the content the list is always open, where the browser lets a style sheet say so. */
@media (min-width: 56rem) {
  @supports selector(::details-content) {
    .hall-with-rooms { display: grid; grid-template-columns: 15rem minmax(0, 1fr); align-items: start; padding-inline-start: clamp(1rem, 4vw, 2.5rem); }
    .rooms { padding: 1.4rem 0 0; }
    .rooms details { border: 0; background: transparent; }
    .rooms summary { display: none; }
    .rooms details::details-content { content-visibility: visible; block-size: auto; }
    .rooms ul { display: grid; gap: .15rem; padding: 0; }
    .rooms a:hover, .rooms [aria-current] { background: var(--inside); }
  }
}

.panel { margin-block-start: 1.25rem; padding: 1.25rem clamp(1rem, 4vw, 1.5rem) 1.4rem; border: 1px solid var(--line); border-radius: .9rem; background: var(--inside); }
.panel > h2 { margin-block-end: .5rem; font-size: 1.15rem; }
.panel > * + p, .panel > p + form, .panel > * + .definitions, .panel > * + .items { margin-block-start: .75rem; }
.hall main > .lead + p, .hall main > .lead + form, .panel > .hint + .field, .panel > .hint + .choices, .panel > .hint + .pair { margin-block-start: 1rem; }
.consequences { margin-block: .75rem; padding-inline-start: 1.4rem; }
.hall main > p + .hint { margin-block-start: .75rem; }
.panel > form + form { margin-block-start: 1rem; }
.danger-zone { margin-block-start: 2.5rem; border-color: var(--alarm-line); }
.danger-zone > h2 { color: var(--alarm-ink); }

.acts > li { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: center; gap: .6rem 1.5rem; padding-block: .9rem; }
.acts > li + li { border-block-start: 1px solid var(--line); }
.said { white-space: pre-line; }
@media (max-width: 40rem) {
  .acts > li { grid-template-columns: minmax(0, 1fr); justify-items: start; }
}

.badge { display: inline-block; padding: .1rem .65rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--inside); color: var(--soft); font-size: .875rem; font-weight: 550; line-height: 1.5; }
.badge-good { border-color: var(--good-line); background: var(--good-ground); color: var(--good-ink); }
.badge-care { border-color: var(--care-line); background: var(--care-ground); color: var(--care-ink); }
.badge-alarm { border-color: var(--alarm-line); background: var(--alarm-ground); color: var(--alarm-ink); }

.definitions { border-block: 1px solid var(--line); }
.definitions > div { display: grid; grid-template-columns: minmax(0, 11rem) minmax(0, 1fr); gap: .15rem 1.25rem; padding-block: .6rem; }
.definitions > div + div { border-block-start: 1px solid var(--line); }
.definitions dt { color: var(--soft); }
.panel .definitions { border: 0; }

.items { container-type: inline-size; margin-block-start: 1.25rem; }
.items table { inline-size: 100%; border: 1px solid var(--line); border-radius: .9rem; border-spacing: 0; background: var(--inside); }
.items th, .items td { padding: .7rem .5rem; text-align: start; vertical-align: top; }
.items :is(th, td):first-child { padding-inline-start: 1.1rem; }
.items :is(th, td):last-child { padding-inline-end: 1.1rem; }
.items :is(thead, tbody tr:not(:last-child)) :is(th, td) { border-block-end: 1px solid var(--line); }
.items thead th { padding-block: .5rem; color: var(--soft); font-size: .875rem; font-weight: 550; vertical-align: bottom; }
.items tbody th { min-inline-size: 9rem; font-weight: 600; }
.items tbody th .fact { font-weight: 400; }
.items td, .items thead th { overflow-wrap: break-word; }
.items .badge, .items time { white-space: nowrap; }
.items .number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.items .actions > div { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: .5rem; margin-block: -.15rem; }
.items .button { padding: .4rem .9rem; font-size: .9375rem; font-weight: 550; white-space: nowrap; }
.panel .items table { border: 0; border-radius: 0; }
.panel .items :is(th, td):first-child { padding-inline-start: 0; }
.panel .items :is(th, td):last-child { padding-inline-end: 0; }
@container (max-width: 40rem) {
  .items table, .items tbody, .items tr, .items tbody th, .items td { display: block; }
  .items table { border: 0; background: transparent; }
  .items thead { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
  .items tr { padding: .9rem 1.1rem 1rem; border: 1px solid var(--line); border-radius: .9rem; background: var(--inside); }
  .items tr + tr { margin-block-start: .75rem; }
  .items tr:nth-child(n) > :nth-child(n) { padding: .2rem 0; border: 0; }
  .items tbody th { font-size: 1.05rem; }
  .items td { display: grid; grid-template-columns: minmax(0, 8.5rem) minmax(0, 1fr); gap: 0 1rem; overflow-wrap: anywhere; }
  .items td::before { content: attr(data-title) / ""; color: var(--soft); font-size: .9375rem; }
  .items .number { text-align: start; white-space: normal; }
  .items td.actions { display: block; }
  .items td.actions::before { content: none; }
  .items .actions > div { justify-content: flex-start; margin-block: .5rem 0; }
  .items .badge, .items time { white-space: normal; }
  .items .button { padding-block: .6rem; white-space: normal; }
}

.log { margin-block-start: 1.25rem; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: .9rem; background: var(--inside); }
.log > li { padding: .8rem 1.1rem; }
.log > li + li { border-block-start: 1px solid var(--line); }
.log > li > p { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .1rem 1rem; overflow-wrap: anywhere; }
.log time, .log li span { color: var(--soft); font-size: .9375rem; }
.log ul { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin-block-start: .15rem; overflow-wrap: anywhere; }
.log li .name { font-weight: 400; }

.pager { display: flex; flex-wrap: wrap; gap: .75rem; margin-block-start: 1.25rem; }
.pager [rel="next"] { margin-inline-start: auto; }

@media (max-width: 34rem) {
  .definitions > div { grid-template-columns: minmax(0, 1fr); }
  .hall main form > .button-main { inline-size: 100%; }
}
@media print {
  .rooms { display: none; }
}
`;
