import { type Frame, layout } from '../../layout.ts';
import { html, type Insertable, type Markup } from '../../markup.ts';
import { technical } from '../../names.ts';
import { badge } from '../../parts/badge.ts';
import { definitionList } from '../../parts/definition-list.ts';
import { moment } from '../../parts/moment.ts';
import { notice } from '../../parts/notice.ts';
import { panel } from '../../parts/panel.ts';
import { secretBox } from '../../parts/secret-box.ts';
import { ownLink, webLink } from '../../safe-link.ts';
import { visibleText } from '../../visible-name.ts';
import { siteWords } from '../words.ts';

/** A link, with what it is called. */
export interface NamedLink {
  readonly name: string;
  readonly url: string;
}

/** A request that the demo answered. Explanations are for developers, in English. */
export interface RequestView {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  /** Of query and body, with nothing of secrets but their beginnings. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly explanation?:
    | { readonly sent: string; readonly expected: string; readonly documented: readonly NamedLink[] }
    | undefined;
}

/** What a demo shows of itself. */
export interface DemoView {
  readonly people: readonly NamedLink[];
  readonly password: string;
  readonly app: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string };
  readonly tokens: readonly { readonly scopes: string; readonly token: string }[];
  /** Lines for a terminal, which work as they stand. */
  readonly commands: readonly string[];
  /** The newest first. */
  readonly requests: readonly RequestView[];
  /** What would have been sent, the newest first. */
  readonly mails: readonly {
    readonly at: number;
    readonly to: string;
    readonly subject: string;
    readonly links: readonly string[];
  }[];
}

/** `/demo`: what is there to try, and what became of each request. */
export function demoPage(frame: Frame, view: DemoView): Markup {
  const words = siteWords(frame).demo;
  return layout(frame, {
    title: words.title,
    look: 'hall',
    door: 'open',
    showsAccount: true,
    content: html`<h1>${words.title}</h1>
${notice(words.warning, 'warning')}
${toTry(frame, view)}
${panel({ id: 'requests', title: words.requests, content: requests(frame, view) })}
${panel({ id: 'mails', title: words.mails, content: mails(frame, view) })}`,
  });
}

function toTry(frame: Frame, { people, password, app, tokens, commands }: DemoView): Markup {
  const words = siteWords(frame).demo;
  const code = (text: string) => html`<code dir="ltr">${visibleText(text)}</code>`;
  const named = people.map(({ name, url }) => html`<a href="${ownLink(url) ?? '#'}">${technical(name)}</a> `);
  return panel({
    id: 'to-try',
    title: words.toTry,
    content: html`${definitionList([
      { term: words.people, description: named },
      { term: words.password, description: code(password) },
      { term: 'client_id', description: code(app.clientId) },
      { term: 'client_secret', description: code(app.clientSecret) },
      { term: 'redirect_uri', description: code(app.redirectUri) },
      ...tokens.map(({ scopes, token }) => ({ term: words.token(code(scopes)), description: code(token) })),
    ])}
${secretBox({ id: 'commands', label: words.commands, secrets: commands })}`,
  });
}

function requests(frame: Frame, view: DemoView): Markup {
  const words = siteWords(frame).demo;
  const ways = html`<p class="hint">${words.requestsHint} <a href="${frame.path('/demo')}">${words.again}</a> · <a href="${frame.path('/demo/requests.json')}">JSON</a></p>`;
  if (view.requests.length === 0) return html`${ways}<p>${words.noRequests}</p>`;
  const rows = view.requests.map((request) => requestRow(frame, request));
  return html`${ways}<ol class="log" role="list" aria-label="${words.requests}">${rows}</ol>`;
}

function requestRow(frame: Frame, { at, method, path, status, milliseconds, ...rest }: RequestView): Markup {
  const { parameters, explanation } = rest;
  const tone = status >= 400 ? 'alarm' : explanation === undefined ? 'good' : 'care';
  return html`<li>
<p><strong class="technical" dir="ltr">${badge(String(status), tone)} ${visibleText(`${method} ${path}`)}</strong> <span>${milliseconds} ms · ${moment(frame, at)}</span></p>
${
  parameters.length > 0 &&
  html`<ul role="list">${parameters.map(
    ({ name, value }) => html`<li dir="ltr"><span>${visibleText(name)}</span> ${visibleText(value)}</li>`,
  )}</ul>`
}
${explanation !== undefined && explained(frame, explanation)}
</li>
`;
}

function explained(frame: Frame, { sent, expected, documented }: NonNullable<RequestView['explanation']>): Insertable {
  const words = siteWords(frame).demo;
  const text = (what: string) => html`<bdi lang="en" dir="ltr">${visibleText(what)}</bdi>`;
  const links = documented.map(
    ({ name, url }) =>
      html`<a href="${webLink(url) ?? '#'}" rel="noopener noreferrer" lang="en">${visibleText(name)}</a> `,
  );
  return definitionList([
    { term: words.sent, description: text(sent) },
    { term: words.expected, description: text(expected) },
    { term: words.documented, description: links },
  ]);
}

function mails(frame: Frame, view: DemoView): Markup {
  const words = siteWords(frame).demo;
  if (view.mails.length === 0) return html`<p class="hint">${words.noMails}</p>`;
  return html`<p class="hint">${words.mailsHint}</p><ol class="log" role="list" aria-label="${words.mails}">${view.mails.map(
    ({ at, to, subject, links }) => html`<li>
<p><strong><bdi>${visibleText(subject)}</bdi></strong> ${moment(frame, at)}</p>
<ul role="list"><li><span>${words.to}</span> ${technical(to)}</li>
${links.map((link) => html`<li><a href="${ownLink(link) ?? '#'}">${technical(link)}</a></li>`)}</ul>
</li>
`,
  )}</ol>`;
}
