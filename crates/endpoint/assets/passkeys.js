// Passkeys: asks the browser for one, and shows what came of it.

const bytes = (text) => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
};

const text = (buffer) => {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const send = async (path, body) => {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error('Pas de réseau. Rien n’a été fait : essayez encore.');
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const said = response.headers.get('content-type') ?? '';
  throw new Error(
    said.startsWith('text/plain')
      ? await response.text()
      : 'Trop d’essais, ou l’espace ne répond pas. Attendez une minute, puis essayez encore.',
  );
};

// A credential as the server reads it; the members of `response` in base64url.
const answered = (credential, response) => ({
  id: credential.id,
  rawId: text(credential.rawId),
  type: credential.type,
  extensions: {},
  response,
});

const show = async ({ publicKey }) => {
  const { challenge, ...rest } = publicKey;
  const credential = await navigator.credentials.get({
    publicKey: { ...rest, challenge: bytes(challenge), allowCredentials: [] },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return answered(credential, {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  });
};

const make = async ({ publicKey }) => {
  const known = publicKey.excludeCredentials ?? [];
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known.map((key) => ({ ...key, id: bytes(key.id) })),
    },
  });
  const { attestationObject, clientDataJSON } = credential.response;
  return answered(credential, {
    attestationObject: text(attestationObject),
    clientDataJSON: text(clientDataJSON),
  });
};

// Read once: a link within the page takes it out of the address.
const secret = location.hash.slice(1);

// A challenge for whoever is invited. Whose invitation it is stands on the page before their device asks anything.
const welcome = async (part) => {
  const { name, ...challenge } = await send('/invitation/defi', { secret });
  part.querySelector('.invited').textContent = `Cette invitation est pour ${name}.`;
  return challenge;
};

const ceremonies = {
  entrer: async () => {
    const { id, options } = await send('/entrer/defi', {});
    await send('/entrer/preuve', { id, credential: await show(options) });
  },
  invitation: async (part) => {
    const { id, options } = await welcome(part);
    await send('/invitation/cle', { secret, id, credential: await make(options) });
  },
  compte: async () => {
    const { id, options } = await send('/compte/defi', {});
    await send('/compte/cle', { id, credential: await make(options) });
  },
};

// What browsers say when a person turns away, or a passkey is there already.
const words = {
  NotAllowedError: 'Rien n’a été fait : la demande a été refermée, ou a attendu trop longtemps. Essayez encore.',
  InvalidStateError: 'Cet appareil a déjà une de vos clés d’accès. Ajoutez-en une sur un autre.',
  SecurityError: 'Cette adresse n’est pas celle de l’espace : aucune clé d’accès ne peut y servir.',
  NotSupportedError: 'Cet appareil ne sait pas garder de clé d’accès. Essayez avec votre téléphone ou une clé de sécurité.',
};

for (const part of document.querySelectorAll('[data-ceremony]')) {
  const button = part.querySelector('button');
  const told = part.querySelector('.told');
  const attempt = async (step) => {
    button.disabled = true;
    told.textContent = '';
    try {
      await step();
    } catch (error) {
      told.textContent = words[error.name] ?? error.message;
      button.disabled = false;
      button.focus();
    }
  };
  button.addEventListener('click', () => attempt(async () => {
    if (!window.PublicKeyCredential) throw new DOMException('', 'NotSupportedError');
    await ceremonies[part.dataset.ceremony](part);
    location.replace(part.dataset.next);
  }));
  if (part.dataset.ceremony === 'invitation') {
    attempt(async () => {
      await welcome(part);
      button.disabled = false;
    });
    // Another link in the same tab changes that part of the address alone, and loads nothing by itself.
    addEventListener('hashchange', () => {
      if (location.hash !== '#contenu') location.reload();
    });
  }
}
