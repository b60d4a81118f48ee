/** What people posted: one after another, and the one that a page is about. */
export const statuses = `
.statuses { margin-block-start: 2rem; }
.statuses > h2 { margin-block-end: .75rem; font-size: 1.15rem; }
.status { padding: 1rem clamp(1rem, 4vw, 1.5rem); border: 1px solid var(--line); background: var(--inside); }
.status + .status { border-block-start: 0; }
.status:first-of-type { border-start-start-radius: .9rem; border-start-end-radius: .9rem; }
.status:last-of-type { border-end-start-radius: .9rem; border-end-end-radius: .9rem; }
.status-of-page { margin-block-start: 1rem; padding-block: 1.4rem; }
.status-of-page .note { font-size: 1.2rem; }
.status-author { display: flex; align-items: center; gap: .75rem; }
.status-author .fact { display: block; }
.status-author a { color: var(--ink); text-decoration: none; }
.status-author a:hover { text-decoration: underline; }
.status .note { margin-block-start: .75rem; }
.status details { margin-block-start: .5rem; }
.status .invisible { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.status .ellipsis::after { content: "…"; }
.status-facts { display: flex; flex-wrap: wrap; gap: .1rem 1.25rem; margin-block-start: .75rem; color: var(--soft); font-size: .9375rem; }
.status-facts a { color: inherit; }
`;
