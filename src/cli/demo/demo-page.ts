import { html } from 'hono/html';
import type { SeenRequest } from './request-log.ts';

/** The page that lists the last requests of a demo, with why each refused one was refused. Needs no script. */
export function demoPage(seen: readonly SeenRequest[]): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Requests of this demo</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
ol { list-style: none; padding: 0; }
li { border-top: 1px solid color-mix(in srgb, currentcolor 25%, transparent); padding: .75rem 0; }
.status { font-weight: 700; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .5rem 0 0; }
dt { font-weight: 600; }
dd { margin: 0; }
</style>
</head>
<body>
<h1>Requests of this demo</h1>
<p>Demo: everything here is gone when it ends. <a href="/demo">Look again</a> · <a href="/demo/requests.json">As JSON</a> ·
<a href="/">The server</a></p>
${seen.length === 0 ? html`<p>There were none yet.</p>` : html`<ol>${seen.map(row)}</ol>`}
</body>
</html>`);
}

function row({ at, method, path, status, milliseconds, parameters, explanation }: SeenRequest) {
  const names = Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
  return html`<li>
<div><code>${method} ${path}</code> <span class="status">${String(status)}</span> ${String(milliseconds)} ms, ${at}</div>
${names === '' ? '' : html`<div><code>${names}</code></div>`}
${
  explanation === undefined
    ? ''
    : html`<dl><dt>Sent</dt><dd>${explanation.sent}</dd><dt>Expected</dt><dd>${explanation.expected}</dd>
<dt>Documented</dt><dd>${explanation.documented}</dd></dl>`
}
</li>`;
}
