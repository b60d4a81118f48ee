/** The text of a page as its reader sees it, on one line. */
export function textOf(html: string): string {
  const body = html.replace(/^[\s\S]*<body\b[^>]*>/, '').replace(/<(script|style)\b[\s\S]*?<\/\1>/g, '');
  return decodeEntities(body.replace(/<[^>]*>/g, ''))
    .replace(/\s+/g, ' ')
    .trim();
}

/** Where the links of a page lead, in order. */
export function linksOf(html: string): readonly string[] {
  return [...html.matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)].map(([, href = '']) => decodeEntities(href));
}

/** Links that lead away from the server. */
export function outwardLinksOf(html: string): readonly string[] {
  return linksOf(html).filter((href) => !/^[/#](?![/\\])/.test(href));
}

/** The one language that the page says it is in. */
export function languageOf(html: string): string | undefined {
  return /<html\b[^>]*?\blang="([^"]*)"/.exec(html)?.[1];
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
