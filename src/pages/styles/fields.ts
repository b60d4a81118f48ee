/** What is filled in, ticked, chosen and copied. */
export const fields = `
.field, .choices { margin-block-end: 1.1rem; }
.field label, legend { display: block; margin-block-end: .3rem; padding: 0; font-weight: 600; }
.field .hint, .choices > .hint, .field-problem { margin-block-end: .4rem; }
.field-problem { color: var(--alarm-ink); font-weight: 550; }
input:not([hidden], [type="hidden"], [type="checkbox"], [type="radio"]), select, textarea {
  display: block;
  inline-size: 100%;
  min-block-size: 3rem;
  padding: .55rem .8rem;
  border: 1px solid var(--field-line);
  border-radius: .6rem;
  background: var(--inside);
  color: var(--ink);
  font: inherit;
}
select {
  appearance: none;
  padding-inline-end: 2.4rem;
  background-image: linear-gradient(45deg, transparent 50%, var(--soft) 50%), linear-gradient(-45deg, transparent 50%, var(--soft) 50%);
  background-position: calc(100% - 1.3rem) 50%, calc(100% - .95rem) 50%;
  background-size: .36rem .36rem;
  background-repeat: no-repeat;
  text-overflow: ellipsis;
  cursor: pointer;
}
[dir="rtl"] select { background-position: .95rem 50%, 1.3rem 50%; }
textarea { resize: vertical; }
input[type="file"] { block-size: auto; }
input[type="file"]::file-selector-button { margin-inline-end: .8rem; padding: .3rem .8rem; border: 1px solid var(--field-line); border-radius: .5rem; background: var(--well); color: var(--ink); font: inherit; cursor: pointer; }
.picture { margin: 0 0 1.5rem; padding: 0; border: 0; min-inline-size: 0; }
.picture img { display: block; margin-block: .3rem .9rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--well); object-fit: cover; }
.picture-avatar { inline-size: 6rem; block-size: 6rem; }
.picture-header { inline-size: min(100%, 24rem); aspect-ratio: 3 / 1; }
[dir="rtl"] input[dir="ltr"] { text-align: right; }
input[aria-invalid="true"], textarea[aria-invalid="true"], select[aria-invalid="true"] { border: 2px solid var(--alarm-ink); }
input:focus-visible, select:focus-visible, textarea:focus-visible { outline-offset: 0; border-color: var(--door); border-radius: .6rem; }
.field + .button-main, .choice + .button-main, .choices + .button-main { margin-block-start: .4rem; }
input[type="number"], input[type="date"] { max-inline-size: 14rem; }
@media (min-width: 40rem) {
  .pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2fr); align-items: end; column-gap: 1rem; }
}

.choices { min-inline-size: 0; padding: 0; border: 0; margin-inline: 0; }
.choice { display: grid; grid-template-columns: auto minmax(0, 1fr); align-items: start; column-gap: .7rem; }
.choice + .choice { margin-block-start: .15rem; }
form > .choice { margin-block-end: 1.1rem; }
.choice > input { inline-size: 1.5rem; block-size: 1.5rem; margin: .45rem 0; accent-color: var(--door); cursor: pointer; }
.choice > label { padding-block: .45rem; cursor: pointer; }
.choice > .hint, .choice > .field-problem { grid-column: 2; margin-block: -.35rem .45rem; }
.choice > input:focus-visible { outline-offset: 2px; border-radius: .3rem; }
.choice > :disabled, .choice > :disabled + label { color: var(--soft); cursor: not-allowed; }

.secret textarea {
  border-style: dashed;
  background: var(--well);
  font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace;
  line-height: 1.7;
  word-break: break-all;
  resize: none;
  field-sizing: content;
  user-select: all;
  -webkit-user-select: all;
}

.search { display: flex; flex-wrap: wrap; align-items: flex-end; gap: .75rem; margin-block: 1.25rem; }
.search .field { flex: 1 1 11rem; margin: 0; }
.search .button { flex: none; min-block-size: 3rem; }

.qr { margin-block: 1.5rem; text-align: center; }
.qr svg { display: block; inline-size: min(100%, 15rem); margin-inline: auto; border-radius: .6rem; }
.qr-light { fill: #fff; }
.qr-dark { fill: #000; }
.qr figcaption { margin-block-start: .5rem; color: var(--soft); font-size: .9375rem; }
@media (forced-colors: active) {
  .qr svg { forced-color-adjust: none; }
  select { appearance: auto; }
}
`;
