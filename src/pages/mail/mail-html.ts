import { html } from '../markup.ts';
import { siteWords } from '../site/words.ts';
import type { MailContent } from './mail-content.ts';
import type { MailFrame } from './render-mail.ts';

/** Programs for mails heed little but style attributes; what they do not heed leaves black on white. */
const style = {
  body: 'margin:0;padding:24px 16px;color:CanvasText;background-color:Canvas;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif',
  column: 'max-width:560px;margin:0 auto',
  heading: 'margin:0 0 24px;font-size:20px;line-height:1.3',
  paragraph: 'margin:0 0 16px',
  details: 'margin:0 0 16px;border-collapse:collapse',
  label: 'padding:4px 0;vertical-align:top;min-width:4em;font-weight:600',
  value: 'padding:4px 0;vertical-align:top;overflow-wrap:anywhere',
  one: 'margin:0 0 4px',
  small: 'margin:0 0 16px;font-size:14px;overflow-wrap:anywhere',
  footer: 'margin:32px 0 0;padding-top:16px;border-top:1px solid #8a968f;font-size:14px',
} as const;

/** A mail as HTML: what the text says, with a button. No pictures, nothing from elsewhere, no script. */
export function mailHtml(frame: MailFrame, content: MailContent): string {
  const { messages, sender, greeting, footer } = frame;
  const { action, details } = content;
  const { button, onButton } = sender.colours;
  // Programs for mails know no logical sides.
  const side = messages.dir === 'rtl' ? 'text-align:right;padding-left:16px' : 'text-align:left;padding-right:16px';
  const look = `display:inline-block;padding:12px 20px;border-radius:8px;background:${button};color:${onButton};font-weight:600;text-decoration:none`;
  return html`<!doctype html>
<html lang="${messages.lang}" dir="${messages.dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
<title>${content.subject}</title>
</head>
<body style="${style.body}">
<main lang="${messages.lang}" dir="${messages.dir}" style="${style.column}">
<h1 style="${style.heading}">${content.subject}</h1>
${greeting !== '' && html`<p style="${style.paragraph}">${greeting}</p>`}
<p style="${style.paragraph}">${content.lead}</p>
${
  details.length > 0 &&
  html`<table style="${style.details}">${details.map(
    ({ label, values }) =>
      html`<tr><th scope="row" style="${style.label};${side}">${label}</th><td style="${style.value}">${values.map(
        (value) => html`<div style="${style.one}">${value}</div>`,
      )}</td></tr>`,
  )}</table>`
}
${
  action !== undefined &&
  html`<p style="margin:24px 0"><a href="${action.url}" style="${look}">${action.words}</a></p>
<p style="${style.small}">${siteWords({ messages }).mail.linkHint}<br><a href="${action.url}" dir="ltr">${action.url}</a></p>`
}
${content.after.map((paragraph) => html`<p style="${style.paragraph}">${paragraph}</p>`)}
<div style="${style.footer}">${footer.map((line) => html`<p style="margin:0">${line}</p>`)}</div>
</main>
</body>
</html>
`.toString();
}
