import { ApiError } from '../../http/api-error.ts';
import type { NewAppInput } from '../../library/admin.ts';
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
  await withOperator(async ({ admin }) => {
    const { app, clientSecret } = await admin.createApp(inputOf(options)).catch((error: unknown) => {
      throw error instanceof ApiError ? new CliFailure(error.message) : error;
    });
    if (options.json) return printJson({ ...appView(app), client_secret: clientSecret });
    print(facts([...appPairs(app), ['Client secret', clientSecret]]));
    print('\nThe client secret is shown this once and kept nowhere.');
  });
}

function inputOf({ name, redirectUri, scopes, website, resourceServer }: CreateAppOptions): NewAppInput {
  // A resource server sends nobody to the pages, but every app has a redirect URI.
  const redirectUris = resourceServer && redirectUri.length === 0 ? [OOB] : redirectUri;
  return { name, redirectUris, scopes, website, resourceServer };
}
