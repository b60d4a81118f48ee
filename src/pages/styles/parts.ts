/** What stands in the doorway: headings, forms, buttons, notes, and the parts of single pages. */
export const parts = `
h1, h2, p, ul, dl, dd, figure { margin: 0; }
h1 { font-size: 1.6rem; line-height: 1.2; font-weight: 700; text-wrap: balance; }
h2 { font-size: 1rem; line-height: 1.35; font-weight: 650; }
ul[role="list"] { list-style: none; padding: 0; }
[hidden] { display: none !important; }
a { color: var(--door); text-underline-offset: .2em; }
a:hover { color: var(--door-hover); }
:focus-visible { outline: 3px solid var(--door); outline-offset: 3px; border-radius: .3rem; }
.name { font-weight: 650; }
.technical { unicode-bidi: isolate; }
.lead { color: var(--ink); }
.fact, .hint, .aside, .reference { color: var(--soft); font-size: .9375rem; }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.frame > h1, .frame > p { text-align: center; }
.frame > p, .oauth-notes p { text-wrap: balance; }
.frame > h1 + p { margin-block-start: .6rem; }
.frame > p + p { margin-block-start: .75rem; }
.frame > :is(h1, p) + :is(form, .field) { margin-block-start: 1.75rem; }
.frame > form + form { margin-block-start: .75rem; }
.frame form > p + .field, .frame form > p + .choices { margin-block-start: 1rem; }
.frame > .aside { margin-block-start: 1.25rem; }
.frame > section { margin-block-start: 1.75rem; }
.frame > p.actions { display: flex; flex-direction: column; gap: .75rem; margin-block-start: 1.75rem; }

.button {
  display: inline-block;
  padding: .7rem 1.4rem;
  border: 1px solid transparent;
  border-radius: .6rem;
  font: inherit;
  font-weight: 650;
  line-height: 1.5;
  text-align: center;
  text-decoration: none;
  cursor: pointer;
}
.frame .button-main, .frame .button-plain { inline-size: 100%; }
.button-main, .button-main:hover { background: var(--door); color: var(--on-door); }
.button-main:hover { background: var(--door-hover); }
.button-plain, .button-small { border-color: var(--field-line); background: transparent; color: var(--ink); }
.button-plain:hover, .button-small:hover { background: var(--well); color: var(--ink); }
.button-small { padding: .65rem 1rem; font-size: .9375rem; font-weight: 550; }
.button-danger { border-color: var(--alarm-ink); background: transparent; color: var(--alarm-ink); }
.button-danger:hover { background: var(--alarm-ground); }

.problem, .warning, .caution, .notice { padding: .75rem 1rem; border: 1px solid; border-radius: .6rem; }
.problem, .warning { border-color: var(--alarm-line); background: var(--alarm-ground); color: var(--alarm-ink); }
.caution { border-color: var(--care-line); background: var(--care-ground); color: var(--care-ink); }
.notice { border-color: var(--line); background: var(--well); }
.notice-success { border-color: var(--good-line); background: var(--good-ground); color: var(--good-ink); }
.notice-warning { border-color: var(--care-line); background: var(--care-ground); color: var(--care-ink); }
.notice-problem { border-color: var(--alarm-line); background: var(--alarm-ground); color: var(--alarm-ink); }
.notice a { color: inherit; }
.notice > p + p { margin-block-start: .5rem; }
.frame > .notice { margin-block: 1.25rem; }
.problem { margin-block: 1.25rem; }
.problem a { color: inherit; }
.problem ul { margin-block-start: .4rem; padding-inline-start: 1.2rem; }

.avatar { inline-size: 3rem; block-size: 3rem; border-radius: .7rem; background: var(--well); object-fit: cover; }
.initial { display: inline-grid; place-items: center; border: 1px solid var(--line); color: var(--door); font-size: 1.25rem; font-weight: 700; line-height: 1; }

.parties, .ends { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: .9rem; margin-block-start: 1.75rem; }
.party, .ends > section { padding: 1rem 1.1rem; border: 1px solid var(--line); border-radius: .9rem; background: var(--inside); }
.party { display: grid; grid-template-columns: auto minmax(0, 1fr); column-gap: .9rem; }
.party h2 { color: var(--soft); font-size: .875rem; font-weight: 550; }
.party form, .party .another { margin-block-start: .75rem; }
.party .new { margin-block-start: .35rem; font-size: .9375rem; font-weight: 550; }
.question { margin-block-end: .6rem; font-size: 1.15rem; }
.permissions { border-block: 1px solid var(--line); }
.permission-group { display: grid; grid-template-columns: minmax(0, 9.5rem) minmax(0, 1fr); gap: .25rem 1.25rem; padding-block: .8rem; }
.permission-group + .permission-group { border-block-start: 1px solid var(--line); }
.permission-group dt { font-weight: 600; }
.permission-group li { padding-inline-start: 1.1rem; text-indent: -1.1rem; }
.permission-group li::before { content: "–" / ""; display: inline-block; inline-size: 1.1rem; text-indent: 0; color: var(--soft); }
.permission-group li > * { text-indent: 0; }
.permission-group li + li { margin-block-start: .45rem; }
.risks { display: flex; flex-wrap: wrap; gap: .3rem; margin-block-start: .3rem; }
.risk { padding: .05rem .55rem; border: 1px solid var(--care-line); border-radius: 1rem; background: var(--care-ground); color: var(--care-ink); font-size: .8125rem; font-weight: 600; }
.ends h2 { display: flex; align-items: center; gap: .5rem; margin-block-end: .35rem; }
.ends h2 .door { flex: none; block-size: 1.5rem; }
.ends .technical { font-weight: 650; }
.ends .fact .technical { font-weight: inherit; }
.ends .fact, .ends .warning { margin-block-start: .4rem; }
.never { padding-inline-start: 1.1rem; }
.answers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); gap: .75rem; margin-block-start: 1.75rem; }

.ways-out { display: flex; flex-wrap: wrap; justify-content: center; gap: .25rem 1.5rem; margin-block-start: 1.25rem; }
.ways-out a { display: inline-block; padding-block: .35rem; }
.rules { margin-block-start: 1.25rem; padding: .85rem 1.1rem; border-radius: .6rem; background: var(--well); font-size: .9375rem; }
.rules ol { margin-block: .35rem 0; padding-inline-start: 1.25rem; }
.rules li + li { margin-block-start: .25rem; }
.frame > .aside + form { margin-block-start: 1.25rem; }
.frame > details { margin-block-start: .75rem; }

.host-note { margin-block-start: 1.75rem; padding-block-start: 1.25rem; border-block-start: 1px solid var(--line); color: var(--soft); font-size: .9375rem; }
.host-note > * + * { margin-block-start: .75rem; }
.host-note:has(> .passkey[hidden]) { display: none; }

.frame > form + .passkey { margin-block-start: 1rem; }
.items + .passkey { margin-block-start: 1.25rem; }
form > .hint + .button { margin-block-start: .6rem; }
.or { margin-block-end: 1rem; color: var(--soft); text-align: center; }
.another-way { margin-block-start: 1.75rem; border-block-start: 1px solid var(--line); }
.another-way > * + * { margin-block-start: .5rem; }
.frame > section > .hint + form, .frame > section > .hint + .passkey { margin-block-start: .75rem; }
.frame > section + section { padding-block-start: 1.5rem; border-block-start: 1px solid var(--line); }

.apps { display: grid; gap: 1rem; margin-block-start: 1.5rem; }
.app, .empty, .everything { padding: 1.25rem clamp(1rem, 4vw, 1.5rem); border: 1px solid var(--line); border-radius: .9rem; background: var(--inside); }
.app-head { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: start; gap: .5rem 1rem; }
.app h2 { font-size: 1.15rem; }
.app .fact > span + span::before { content: " · " / ""; }
.app details { margin-block-start: .75rem; border-block-start: 1px solid var(--line); }
.app details .permissions { border-block-end: 0; }
summary { display: flex; align-items: center; gap: .6rem; min-block-size: 2.75rem; margin-block-start: .3rem; color: var(--door); font-weight: 550; cursor: pointer; }
summary::-webkit-details-marker { display: none; }
summary::before { content: "+" / ""; inline-size: 1em; font-weight: 700; text-align: center; }
[open] > summary::before { content: "−" / ""; }
.sign-ins li { border-block-start: 1px solid var(--line); }
.sign-in { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding-block: .7rem; }
.sign-in form { flex: none; }
.scopes { color: var(--soft); font-size: .875rem; }
.everything { margin-block-start: 2rem; background: transparent; }
.everything p { margin-block: .25rem 1rem; }
.empty { margin-block-start: 1.5rem; text-align: center; }

.profile { margin-block-start: 1rem; padding: 0 clamp(1rem, 4vw, 2rem) 1.75rem; border: 1px solid var(--line); border-radius: .9rem; background: var(--inside); overflow: hidden; }
.profile-header { block-size: clamp(7rem, 25vw, 13rem); margin-inline: calc(-1 * clamp(1rem, 4vw, 2rem)); background: var(--well); }
.profile-header img { display: block; inline-size: 100%; block-size: 100%; object-fit: cover; }
.profile-avatar { display: block; inline-size: 7rem; block-size: 7rem; margin-block-start: -3.5rem; border: .3rem solid var(--inside); border-radius: 1.1rem; background: var(--well); object-fit: cover; }
.profile h1 { margin-block: .75rem 0; }
.badges { display: flex; flex-wrap: wrap; gap: .4rem; margin-block-start: .6rem; }
.note { margin-block-start: 1rem; }
.note p + p { margin-block-start: .75rem; }
.profile-fields { margin-block-start: 1.25rem; border: 1px solid var(--line); border-radius: .6rem; }
.profile-fields > div { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); gap: 1rem; padding: .6rem 1rem; }
.profile-fields > div + div { border-block-start: 1px solid var(--line); }
.profile-fields dt { color: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin-block-start: 1.25rem; color: var(--soft); }

@media (max-width: 34rem) {
  .permission-group { grid-template-columns: minmax(0, 1fr); }
  .app-head { grid-template-columns: auto minmax(0, 1fr); }
  .app-head form { grid-column: 1 / -1; }
  .app-head .button { inline-size: 100%; }
  .sign-in { align-items: flex-start; }
}

.frame input.oauth-code[dir] { padding-inline: .4rem; font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: clamp(.5rem, 3.05vw, 1.0625rem); text-align: center; user-select: all; -webkit-user-select: all; }
.oauth-notes { text-align: center; }

.frame > .developer { padding-block-start: 1.25rem; border-block-start: 1px solid var(--line); font-size: .9375rem; }
.developer h2 { margin-block-end: .3rem; }
.policy { padding: .85rem 1.1rem; border-radius: .6rem; background: var(--well); }
.policy h2 { color: var(--soft); font-size: .875rem; font-weight: 550; }
.policy + p { margin-block-start: 1.25rem; text-align: center; text-wrap: balance; }
.developer [lang] { padding: .65rem .85rem; border-radius: .6rem; background: var(--well); }
.reference { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin-block-start: 1rem; }
`;
