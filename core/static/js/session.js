// Requests that outlive a lost session: on 401 the password is asked for over the page, then they are sent again.
// A sign-in that worked answers 204 and brings the new CSRF token in the header X-CSRFToken.
const dialog = document.getElementById("relogin");
let waiting = null;

export const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";

export async function call(url, options = {}) {
  const send = () => fetch(url, {
    ...options, headers: { "X-Requested-With": "fetch", ...options.headers, "X-CSRFToken": csrf() },
  });
  const answer = await send();
  if (answer.status !== 401 || !dialog) return answer;
  await signIn();
  return send();
}

function signIn() {
  waiting ??= new Promise((resolve) => ask("/entrar?parcial=1", {}, resolve)).finally(() => { waiting = null; });
  return waiting;
}

async function ask(url, options, done) {
  const answer = await fetch(url, { ...options, headers: { "X-Requested-With": "fetch", "X-CSRFToken": csrf() } });
  if (answer.status === 204) {
    renewToken(answer.headers.get("X-CSRFToken"));
    dialog.close();
    done();
    return;
  }
  dialog.innerHTML = await answer.text();
  dialog.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(url, { method: "POST", body: new FormData(event.target) }, done);
  });
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input:not([type=hidden])")?.focus();
}

function renewToken(token) {
  if (!token) return;
  document.querySelector("meta[name=csrf]").content = token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
}

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  ctx.fetch = (url, request) => {
    // Its signal ends after a minute; whoever types a password may take longer.
    const { signal, ...patient } = request;
    if (patient.body instanceof URLSearchParams && patient.body.has("csrf_token")) {
      patient.body.set("csrf_token", csrf());
    }
    return call(url, patient);
  };
});
