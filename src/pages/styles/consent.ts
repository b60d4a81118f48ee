/** What the consent page has of its own: what was decided before, what may be left out, and who else is signed in. */
export const consent = `
.again { margin-block-start: 1.75rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--well); }
.frame > .again + section { margin-block-start: 1.25rem; }
.known { margin-block-start: .75rem; border: 1px solid var(--line); border-radius: .6rem; padding-inline: 1rem; }
.known summary, .choose summary, .others summary { margin-block-start: 0; }
.known .permissions { border-block-end: 0; }

.fresh { padding-inline-start: 1.1rem; border-inline-start: .3rem solid var(--lamp); }
.fresh .permissions { border-block-end: 0; }

.answers { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.answers > form:first-child { display: contents; }
.choose { grid-column: 1 / -1; }
.choose[open] { padding-inline: 1rem; border: 1px solid var(--line); border-radius: .6rem; }
.choose > summary { font-size: .9375rem; }
.choose > p, .choose > .notice { margin-block-end: .75rem; }
.choose .choices { margin-block-end: .5rem; }
.scope-choice { border-block-start: 1px solid var(--line); padding-block: .35rem; }
.scope-choice .risks { margin-block-start: .2rem; }
.scope-choice > .parts { margin-inline-start: 2.2rem; }
.parts > summary { margin-block-start: 0; font-size: .9375rem; }
.scope-choice:has(> .choice > input:not(:checked)) > .parts { display: none; }

.party > .another { grid-column: 2; }
.others { grid-column: 1 / -1; margin-block-start: .35rem; }
.switcher { display: grid; gap: .5rem; }
.switcher .button, .in-use { display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: center; gap: .75rem; inline-size: 100%; padding: .5rem .75rem; text-align: start; }
.in-use { border: 1px solid var(--line); border-radius: .6rem; background: var(--well); }
.switcher .avatar, .in-use .avatar { inline-size: 2.25rem; block-size: 2.25rem; border-radius: .5rem; }
.line { display: block; }
.line.fact { font-weight: 400; }
section > .switcher, section > .in-use { margin-block-start: .6rem; }
.already-here + .field, .already-here + form { margin-block-start: .6rem; }
.already-here > h2 + ul + h2 { margin-block: 1.5rem 1rem; }
.parties:has(.others[open]) { align-items: start; }
.party .switcher + .another a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
.party .switcher form { margin-block-start: 0; }
.frame > .lead + p + form { margin-block-start: 1.75rem; }
.everyone, .frame > .everyone + .actions { margin-block-start: .75rem; }

@media (max-width: 34rem) {
  .answers { grid-template-columns: minmax(0, 1fr); }
}
`;
