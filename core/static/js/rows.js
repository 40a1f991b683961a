// Lists: arrows move between the rows' links, Enter opens, Space chooses, and the whole row can be clicked.
import { inField } from "./keyboard.js";

const table = () => [...document.querySelectorAll("dialog:modal table[data-rows]")].at(-1)
  ?? [...document.querySelectorAll("table[data-rows]")].find((one) => one.checkVisibility());
const links = () => [...(table()?.querySelectorAll("tbody tr td:first-child a, tbody tr td a.solo") ?? [])]
  .filter((link, index, all) => all.indexOf(link) === index);

function move(event) {
  const all = links();
  const here = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here + (event.key === "ArrowDown" ? 1 : -1);
  if (!all.length || (here < 0 && event.key === "ArrowUp")) return;
  event.preventDefault();
  (next < 0 ? document.querySelector("[data-search] input") : all[Math.min(next, all.length - 1)])?.focus();
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  const fromSearch = target.matches?.("[type=search]");
  if (["ArrowDown", "ArrowUp"].includes(event.key) && (fromSearch || !inField(target)) && !target.matches("[type=radio]")) {
    move(event);
  }
  if (event.key === " " && target.matches?.("[data-rows] a")) {
    const box = target.closest("tr").querySelector("[type=checkbox]");
    if (box) { event.preventDefault(); box.click(); }
  }
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-rows] tbody tr");
  if (!row || event.target.closest("a, button, input, label, summary") || String(getSelection())) return;
  const link = row.querySelector("a[href]");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href);
  else link.click();
});
