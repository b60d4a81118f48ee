import { json, type Reply } from '../http/reply.ts';
import type { Person } from '../protocol/person.ts';
import type { InstanceDeps } from './instance-deps.ts';
import { MASTODON_VERSION } from './server-version.ts';

type SchemaVersion = '2.0' | '2.1';

const schemaOf = (version: SchemaVersion): string => `http://nodeinfo.diaspora.software/ns/schema/${version}`;

/** `GET /.well-known/nodeinfo`: where the documents are (NodeInfo protocol). */
export const showNodeinfoLinks =
  ({ issuer }: Pick<InstanceDeps, 'issuer'>) =>
  (): Reply =>
    json({
      links: (['2.0', '2.1'] as const).map((version) => ({
        rel: schemaOf(version),
        href: `${issuer}/nodeinfo/${version}`,
      })),
    });

/** `GET /nodeinfo/2.0` and `/nodeinfo/2.1`. Clients learn from `metadata.upstream` whose API this is (clients §3.15). */
export const showNodeinfo =
  <P extends Person>(
    { instance, people, version }: Pick<InstanceDeps<P>, 'instance' | 'people' | 'version'>,
    schema: SchemaVersion,
  ) =>
  async (): Promise<Reply> => {
    const { sourceUrl } = instance;
    const software = { name: 'mastodoor', version };
    const document = {
      version: schema,
      software: schema === '2.1' && sourceUrl !== undefined ? { ...software, repository: sourceUrl } : software,
      // The schema demands one, and accounts here are named by ActivityPub actor URIs.
      protocols: ['activitypub'],
      services: { inbound: [], outbound: [] },
      openRegistrations: instance.registrations?.enabled ?? false,
      usage: {
        users: { total: (await people.count?.()) ?? 0 },
        localPosts: (await people.countStatuses?.()) ?? 0,
      },
      metadata: {
        nodeName: instance.title,
        nodeDescription: instance.description,
        upstream: { name: 'mastodon', version: MASTODON_VERSION },
      },
    };
    return json(document, {
      headers: { 'Content-Type': `application/json; profile="${schemaOf(schema)}#"; charset=utf-8` },
    });
  };
