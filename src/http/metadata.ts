import { serverMetadata } from '../protocol/metadata.ts';
import type { HttpDeps } from './http-deps.ts';
import { json, type Reply } from './reply.ts';

/** `GET /.well-known/oauth-authorization-server` (RFC 8414 §3). */
export const answerMetadata = ({ issuer, features, vocabulary }: HttpDeps) => {
  const reply = json(serverMetadata(issuer, features, vocabulary));
  return (): Reply => reply;
};
