/** Where the pictures that belong to no account are served. */
export function pictureUrls(origin: string): { readonly thumbnail: string } {
  return { thumbnail: `${origin}${THUMBNAIL_PATH}` };
}

/** The picture that stands for the server where servers are listed. */
export const THUMBNAIL_PATH = '/pictures/thumbnail.png';
