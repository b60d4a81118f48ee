import { createHash } from 'node:crypto';
import type { Frame } from '../layout.ts';
import { html, type Markup } from '../markup.ts';

/**
 * The one script of all pages: a passkey's ceremony cannot do without. It shows the forms that stay hidden where it does not
 * run, asks this server what to ask the authenticator, and sends its answer with the form as any other field.
 *
 * A form takes part by `data-passkey` (`get` or `create`) and `data-options` (the path that answers what to ask). In it,
 * `[data-problem]` are the words for what can go wrong, hidden until then. Nothing is changed on the page but what is shown.
 */
const text = `const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const ceremonies = {
  async create(options) {
    const { id, type, authenticatorAttachment, response } = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        user: { ...options.user, id: bytes(options.user.id) },
        excludeCredentials: named(options.excludeCredentials),
      },
    });
    return {
      id, rawId: id, type, authenticatorAttachment, clientExtensionResults: {},
      response: {
        clientDataJSON: text(response.clientDataJSON),
        attestationObject: text(response.attestationObject),
        transports: response.getTransports?.() ?? [],
      },
    };
  },
  async get(options) {
    const { id, type, authenticatorAttachment, response } = await navigator.credentials.get({
      publicKey: {
        ...options,
        challenge: bytes(options.challenge),
        allowCredentials: named(options.allowCredentials),
      },
    });
    return {
      id, rawId: id, type, authenticatorAttachment, clientExtensionResults: {},
      response: {
        clientDataJSON: text(response.clientDataJSON),
        authenticatorData: text(response.authenticatorData),
        signature: text(response.signature),
        userHandle: response.userHandle ? text(response.userHandle) : undefined,
      },
    };
  },
};

const problemOf = (error) => {
  if (error.name === 'InvalidStateError') return 'known';
  return error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'cancelled' : 'failed';
};

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (window.PublicKeyCredential === undefined) break;
  const buttons = form.querySelectorAll('button');
  const show = (problem) => {
    for (const words of form.querySelectorAll('[data-problem]')) words.hidden = words.dataset.problem !== problem;
  };
  const ready = () => {
    for (const button of buttons) button.disabled = false;
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    for (const button of buttons) button.disabled = true;
    show(undefined);
    try {
      const { authenticity_token } = form.elements;
      const body = new URLSearchParams({ authenticity_token: authenticity_token.value });
      const answer = await fetch(form.dataset.options, { method: 'POST', body, credentials: 'same-origin' });
      if (!answer.ok) throw new Error(String(answer.status));
      const credential = await ceremonies[form.dataset.passkey](await answer.json());
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      show(problemOf(error));
      ready();
    }
  });
  // A page that comes back out of the browser's memory can be used again.
  addEventListener('pageshow', ready);
  form.hidden = false;
}
`;

const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The script, and where it is served: its name changes with its content, so it may be kept for ever. Not prefixed. */
export const passkeyScript = { path: `/assets/passkey-${hash}.js`, text } as const;

/** What loads the script; it belongs on pages with a passkey form and nowhere else. */
export function loadPasskeyScript(frame: Frame): Markup {
  return html`<script type="module" src="${frame.path(passkeyScript.path)}"></script>`;
}
