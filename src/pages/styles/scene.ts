/** The page as a picture: a wall, a doorway that stands on the floor, and light that falls out of it. */
export const scene = `
*, ::before, ::after { box-sizing: border-box; }
html {
  font: 100%/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", Ubuntu, sans-serif;
  -webkit-text-size-adjust: 100%;
  text-size-adjust: 100%;
  background: var(--wall);
  color: var(--ink);
}
body {
  display: flex;
  flex-direction: column;
  min-block-size: 100vh;
  min-block-size: 100svh;
  margin: 0;
  overflow-wrap: anywhere;
}
.top {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  justify-content: space-between;
  column-gap: 1.5rem;
  padding: .75rem clamp(1rem, 4vw, 2.5rem);
}
.brand {
  display: inline-flex;
  align-items: center;
  gap: .6rem;
  min-block-size: 2.75rem;
  color: inherit;
  font-weight: 650;
  text-decoration: none;
}
.brand:hover { text-decoration: underline; }
.brand .door { block-size: 2rem; }
.logo { display: block; inline-size: auto; max-inline-size: min(14rem, 60vw); block-size: 2rem; object-fit: contain; object-position: 0 50%; }
.brand > .logo, .brand > picture { flex: none; }
[dir="rtl"] .logo { object-position: 100% 50%; }
.whoami { display: flex; flex-wrap: wrap; align-items: center; column-gap: 1.25rem; margin: 0; color: var(--soft); }
.whoami a { display: inline-flex; align-items: center; min-block-size: 2.75rem; }
main { flex: 1; inline-size: 100%; }

.doorway { --doorway: 27rem; }
.wide { --doorway: 44rem; }
.doorway main { display: flex; flex-direction: column; justify-content: flex-end; align-items: center; padding-block-start: 1rem; }
.frame {
  inline-size: min(100% - 3rem, var(--doorway));
  min-block-size: min(31rem, 68vh);
  padding: 1.75rem clamp(1.25rem, 5vw, 2.75rem) 2.5rem;
  border: 1px solid var(--line);
  border-block-end: 0;
  border-radius: 50% 50% 0 0 / 6.5rem 6.5rem 0 0;
  position: relative;
  background: var(--inside);
  box-shadow: 0 0 0 .7rem var(--casing), 0 0 0 calc(.7rem + 1px) var(--line);
}
.frame > .door { display: block; position: relative; block-size: 5.25rem; margin: 0 auto 1rem; }
.frame::before {
  content: "";
  position: absolute;
  inset: 0;
  border-radius: inherit;
  background: radial-gradient(ellipse 75% 15rem at 50% 0, var(--glow), transparent) no-repeat;
  opacity: var(--brightness);
  pointer-events: none;
}
.frame > * { position: relative; }
.at-closed-door { --brightness: .3; }
.at-ajar-door { --brightness: .7; }
.at-open-door { --brightness: 1; }
.floor {
  position: relative;
  z-index: 1;
  flex: none;
  block-size: clamp(4rem, 11vh, 8rem);
  margin-block-start: 3rem;
  border-block-start: 1px solid var(--line);
  background: var(--floor);
  overflow: hidden;
}
.doorway .floor { margin-block-start: 0; }
.doorway .floor::before {
  content: "";
  position: absolute;
  inset-block: 0;
  inset-inline: 0;
  inline-size: min(100%, var(--doorway) + 10rem);
  margin-inline: auto;
  background: linear-gradient(var(--glow), transparent 90%);
  opacity: var(--brightness);
  clip-path: polygon(5rem 0, calc(100% - 5rem) 0, 100% 100%, 0 100%);
}
.hall main { max-inline-size: 50rem; margin-inline: auto; padding: 1rem clamp(1rem, 4vw, 2rem) 0; }

.door { inline-size: auto; overflow: visible; }
.door-light { fill: var(--lamp); }
.door-spill { fill: var(--lamp); opacity: .45; }
.door-leaf { fill: var(--leaf); }
.door-knob { fill: var(--lamp); }
.door-tusk { fill: var(--tusk); }

@media (max-width: 34rem) {
  .doorway { --doorway: 34rem; }
  .doorway .floor::before { clip-path: polygon(2rem 0, calc(100% - 2rem) 0, 100% 100%, 0 100%); }
  .frame { inline-size: 100%; border-inline: 0; border-radius: 50% 50% 0 0 / 4rem 4rem 0 0; box-shadow: 0 0 0 .4rem var(--casing), 0 0 0 calc(.4rem + 1px) var(--line); }
  .doorway main { overflow-x: clip; padding-block-start: .75rem; }
}
@media (forced-colors: active) {
  .door-light, .door-knob, .door-spill { fill: Canvas; }
  .door-leaf { fill: LinkText; }
  .door-tusk { fill: CanvasText; }
}
@media print {
  .floor, .top { display: none; }
}
`;
