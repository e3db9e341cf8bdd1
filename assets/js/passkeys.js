// A form marked data-passkey ("get" or "create") asks the browser for a passkey when it is sent: the question comes from
// data-passkey-options, the answer goes with the form. Such forms are hidden until this runs in a browser that can do it.
const text = (form, words) => {
  form.querySelector("[data-passkey-status]")?.replaceChildren(words);
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = form.querySelector("button[type='submit']");
      button.disabled = true;
      text(form, "Follow what your device asks.");
      run(form)
        .then((sent) => { if (!sent) button.disabled = false; })
        .catch((error) => {
          text(form, sentence(error));
          button.disabled = false;
        });
    });
    window.addEventListener("pageshow", () => { form.querySelector("button[type='submit']").disabled = false; });
  }
}

async function run(form) {
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  const answer = await fetch(form.dataset.passkeyOptions, { method: "POST", body, headers: { accept: "application/json" } });
  if (!answer.ok || !answer.headers.get("content-type")?.startsWith("application/json")) {
    // The session has moved on; the page itself says what to do.
    location.reload();
    return true;
  }
  const { ceremony, options } = await answer.json();
  const publicKey = readOptions(options.publicKey);
  const made = form.dataset.passkey === "create"
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.ceremony.value = ceremony;
  form.elements.credential.value = JSON.stringify(writeCredential(made));
  form.submit();
  return true;
}

function sentence(error) {
  if (error.name === "InvalidStateError") return "This device has a passkey of yours already.";
  if (error.name === "NotAllowedError") return "That was stopped, or took too long. Try again when you are ready.";
  return "Your browser could not do that. Use another way on this page.";
}

function readOptions(publicKey) {
  const ids = (list) => list?.map((item) => ({ ...item, id: bytes(item.id) }));
  const read = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (read.user) read.user = { ...read.user, id: bytes(read.user.id) };
  if (read.excludeCredentials) read.excludeCredentials = ids(read.excludeCredentials);
  if (read.allowCredentials) read.allowCredentials = ids(read.allowCredentials);
  return read;
}

function writeCredential(made) {
  const response = { clientDataJSON: base64(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) response[name] = base64(made.response[name]);
  }
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return { id: made.id, rawId: base64(made.rawId), type: made.type, response, extensions: made.getClientExtensionResults() };
}

function bytes(base64url) {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function base64(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
