// Keys: letters outside fields, G then a letter, digits in dialogs, and the list of them all under “?”.
const LETTERS = "malha.letras";
let goUntil = 0;

const lettersOn = () => localStorage.getItem(LETTERS) !== "nao";
const scope = () => [...document.querySelectorAll("dialog:modal")].at(-1) ?? document;
const visible = (element) => element.checkVisibility();
const byKey = (key) => [...scope().querySelectorAll("[data-key]")].find(
  (element) => element.dataset.key.toUpperCase() === key.toUpperCase() && visible(element));

export function inField(element) {
  return element.matches?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit])");
}

function press(element) {
  if (!element) return false;
  element.focus();
  element.click();
  return true;
}

function fixedKeys(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return press(byKey("Ctrl+Enter"));
  if (event.altKey && /^Digit[1-4]$/.test(event.code)) {
    return press(scope().querySelectorAll("[role=tab]")[Number(event.code.at(-1)) - 1]);
  }
  if (event.key === "Enter" && event.target.matches("dialog, [type=radio]")) return press(byKey("Enter"));
  return event.key === "Escape" && escape(event.target);
}

function escape(element) {
  if (element.matches?.("[type=search]") && element.value) {
    element.value = "";
    element.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  }
  if (inField(element) && scope() === document) element.blur();
  return scope() === document && !inField(element) && press(byKey("Esc"));
}

function letterKeys(event) {
  const key = event.key.toUpperCase();
  if (Date.now() < goUntil) {
    goUntil = 0;
    return press(document.querySelector(`[data-go="${CSS.escape(key)}"]`));
  }
  if (key === "/") return focusSearch();
  if (key === "?") return openList();
  if (key === "G" && scope() === document) {
    goUntil = Date.now() + 1500;
    return true;
  }
  return press(byKey(event.key));
}

function focusSearch() {
  const field = scope().querySelector("input[type=search]");
  field?.focus();
  field?.select();
  return Boolean(field);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && event.key.length === 1;
  const digit = /^[1-9]$/.test(event.key);
  const done = fixedKeys(event)
    || (plain && !inField(event.target) && (digit || lettersOn()) && letterKeys(event));
  if (done) event.preventDefault();
});

// The list, built from what the page holds.
const name = (element) => {
  const copy = (element.closest("label") ?? element).cloneNode(true);
  for (const inner of copy.querySelectorAll("kbd, .n, .visually-hidden")) inner.remove();
  return element.getAttribute("aria-label") ?? copy.textContent.trim();
};

function entries() {
  const rows = [["/", "Buscar"]];
  for (const element of document.querySelectorAll("[data-key]")) {
    if (visible(element)) rows.push([element.dataset.key.replace("Enter", "↵").replace("+", " "), name(element)]);
  }
  if (document.querySelector("[data-rows]")) rows.push(["↑ ↓ ↵", "Mover entre as linhas e abrir"]);
  if (document.querySelector("[role=tab]")) rows.push(["Alt 1–4", "Abas do formulário"]);
  for (const element of document.querySelectorAll("[data-go]")) rows.push([`G ${element.dataset.go}`, name(element)]);
  return rows;
}

function openList() {
  const dialog = document.getElementById("atalhos");
  if (!dialog || dialog.open) return false;
  dialog.querySelector("[data-shortcuts-list]").replaceChildren(...entries().flatMap(([keys, what]) => {
    const term = document.createElement("dt");
    term.append(...keys.split(" ").flatMap((key) => [Object.assign(document.createElement("kbd"), { textContent: key }), " "]));
    return [term, Object.assign(document.createElement("dd"), { textContent: what })];
  }));
  dialog.querySelector("[data-letters]").checked = lettersOn();
  dialog.showModal();
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shortcuts]")) openList();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-letters]")) localStorage.setItem(LETTERS, event.target.checked ? "sim" : "nao");
});
