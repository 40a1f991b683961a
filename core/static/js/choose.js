// A list to choose from: how many and whom, kept while the list renews itself; “Segurar” of a row chooses that row.
const form = () => document.querySelector("[data-choose]");
const boxes = () => [...form().querySelectorAll("tbody [type=checkbox][name=contrato]")];
let chosen = new Set();
let focused = "";

function told() {
  const on = boxes().filter((box) => box.checked);
  chosen = new Set(on.map((box) => box.value));
  for (const box of boxes()) box.closest("tr").classList.toggle("on", box.checked);
  const all = form().querySelector("[data-all]");
  if (all) all.checked = on.length > 0 && on.length === boxes().length;
  const bar = form().querySelector(".selbar");
  if (!bar || !on.length) return;
  const one = on.length === 1;
  bar.querySelector("[data-count]").textContent = one ? "1 escolhido" : `${on.length.toLocaleString("pt-BR")} escolhidos`;
  bar.querySelector("[data-names]").textContent = on.slice(0, 3).map((box) => box.dataset.name).join(", ") + (on.length > 3 ? "…" : "");
  bar.querySelector("[data-hold]").textContent = one ? "Segurar 1 contrato" : `Segurar ${on.length.toLocaleString("pt-BR")} contratos`;
}

document.addEventListener("change", ({ target }) => {
  if (!target.closest?.("[data-choose]")) return;
  if (target.matches("[data-all]")) for (const box of boxes()) box.checked = target.checked;
  if (target.matches("[type=checkbox]")) told();
});

document.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-choose] [data-pick]");
  if (!pick || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  pick.closest("tr").querySelector("[type=checkbox]").checked = true;
  told();
  form().querySelector("#until").focus();
});

// A row that is gone is no longer chosen; the others stay so, and the focus stays where it was.
document.addEventListener("htmx:before:swap", () => { focused = document.activeElement?.id ?? ""; });
document.addEventListener("htmx:after:swap", () => {
  if (!form()) return;
  for (const box of boxes()) box.checked = chosen.has(box.value);
  told();
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
});

if (form()) told();
