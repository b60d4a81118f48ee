import { type AppDescription, registerApp } from '../../flows/register-app.ts';
import { ApiError } from '../../http/api-error.ts';
import { readAppDescription } from '../../mastodon/app-description.ts';
import { mastodonScopes } from '../../mastodon/scopes.ts';
import { Parameters } from '../../protocol/parameters.ts';
import { OOB } from '../../protocol/redirect-uri.ts';
import { CliFailure } from '../cli-failure.ts';
import { withOperator } from '../operator.ts';
import { facts } from '../table.ts';
import { print, printJson } from '../terminal.ts';
import { appPairs, appView } from './app-view.ts';

export interface CreateAppOptions {
  readonly name: string;
  readonly redirectUri: readonly string[];
  readonly resourceServer?: boolean;
  readonly scopes?: string;
  readonly website?: string;
  readonly json?: boolean;
}

/** `app create`: by the rules of `POST /api/v1/apps`, and with its secret shown this once. */
export async function runCreateApp(options: CreateAppOptions): Promise<void> {
  const description = readOptions(options);
  await withOperator(async ({ world }) => {
    const { app, clientSecret } = await registerApp(world, description, 'command line', {
      resourceServer: options.resourceServer ?? false,
    });
    if (options.json) return printJson({ ...appView(app), client_secret: clientSecret });
    print(facts([...appPairs(app), ['Client secret', clientSecret]]));
    print('\nThe client secret is shown this once and kept nowhere.');
  });
}

function readOptions({ name, redirectUri, scopes, website, resourceServer }: CreateAppOptions): AppDescription {
  // A resource server sends nobody to the pages, but every app has a redirect URI.
  const redirectUris = resourceServer && redirectUri.length === 0 ? [OOB] : redirectUri;
  const fields = { client_name: name, redirect_uris: redirectUris, scopes, website };
  try {
    return readAppDescription(Parameters.fromJson(definedOf(fields)), mastodonScopes);
  } catch (error) {
    if (error instanceof ApiError) throw new CliFailure(error.message);
    throw error;
  }
}

function definedOf(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
