import { html, type Insertable, type Markup } from '../markup.ts';

/** A QR code with the words that stand for it. */
export interface QrFigure {
  /** Row by row, `true` where it is dark; without the quiet zone. */
  readonly modules: readonly (readonly boolean[])[];
  /** What the picture is for those who cannot see it. */
  readonly label: string;
  readonly caption?: Insertable;
}

/** Light modules on each side, without which readers do not find the code (ISO/IEC 18004 §6.3.8). */
const QUIET_ZONE = 4;

/** A QR code, dark on white in every scheme, since many readers understand no other. What it says must stand beside it too. */
export function qrFigure({ modules, label, caption }: QrFigure): Markup {
  const size = modules.length + 2 * QUIET_ZONE;
  return html`<figure class="qr">
<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" focusable="false" shape-rendering="crispEdges"><path class="qr-light" d="M0 0h${size}v${size}H0z"/><path class="qr-dark" d="${darkRuns(modules)}"/></svg>
${caption !== undefined && html`<figcaption>${caption}</figcaption>`}
</figure>`;
}

/** One bar for each run of dark modules: a third of the bytes of one square for each. */
function darkRuns(modules: readonly (readonly boolean[])[]): string {
  return modules
    .flatMap((row, y) =>
      [
        ...row
          .map((dark) => (dark ? '1' : '0'))
          .join('')
          .matchAll(/1+/g),
      ].map(({ 0: run, index }) => `M${index + QUIET_ZONE} ${y + QUIET_ZONE}h${run.length}v1h-${run.length}z`),
    )
    .join('');
}
