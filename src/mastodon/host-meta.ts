import type { Reply } from '../http/reply.ts';
import { escapeHtml } from './text-to-html.ts';

/** `GET /.well-known/host-meta` (RFC 6415): where WebFinger is. A client takes the API's host from it (clients §1). */
export const showHostMeta = (origin: string) => (): Reply => ({
  status: 200,
  headers: { 'Content-Type': 'application/xrd+xml; charset=utf-8' },
  body: `<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="${escapeHtml(origin)}/.well-known/webfinger?resource={uri}"/>
</XRD>
`,
});
