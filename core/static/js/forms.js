// Forms: a draft kept on the server while one types, and a button that says what it is waiting for.
import { call, csrf } from "./session.js";

const timers = new WeakMap();
const status = (text) => {
  for (const place of document.querySelectorAll("[data-draft-status]")) place.textContent = text;
};

async function keepDraft(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
  const body = new URLSearchParams(new FormData(form));
  body.set("csrf_token", csrf());
  try {
    const answer = await call(form.dataset.draft, { method: "POST", body });
    const now = new Date().toLocaleTimeString("pt-BR", { hour: "2-digit", minute: "2-digit" });
    status(answer.ok ? `Rascunho guardado às ${now}` : "O rascunho não foi guardado");
  } catch {
    status("Sem conexão: o rascunho ainda não foi guardado");
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form?.closest("form[data-draft]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keepDraft(form), 1500));
});

// Saving keeps the draft first, so that a lost session is noticed while the form is still here.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.draft && !form.dataset.kept) {
    event.preventDefault();
    form.dataset.kept = "yes";
    await keepDraft(form);
    form.requestSubmit(event.submitter ?? undefined);
    return;
  }
  delete form.dataset.kept;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post") wait(form, event.submitter);
});

function wait(form, button) {
  form.dataset.sent = "yes";
  const words = button?.querySelector("span");
  if (!words || !button.dataset.wait) return;
  setTimeout(() => {
    button.style.minWidth = `${button.offsetWidth}px`;
    words.textContent = button.dataset.wait;
  }, 300);
}

// Back from the next page: the form can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
