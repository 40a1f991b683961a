// Native dialogs: open over the page with script, stand in it without. The browser gives the focus back.
export function openDialogs() {
  for (const dialog of document.querySelectorAll("dialog[data-open]:not(:modal)")) {
    if (dialog.dataset.shown) continue;
    dialog.dataset.shown = "yes";
    dialog.removeAttribute("open");
    dialog.showModal();
    firstOf(dialog)?.focus();
  }
}

// What one came to do has the focus, not the way out.
const firstOf = (dialog) => dialog.querySelector("[autofocus]")
  ?? dialog.querySelector(".err :is(input, select, textarea)")
  ?? dialog.querySelector(".db [type=radio]:checked")
  ?? dialog.querySelector(".db :is(input:not([type=hidden]), select, textarea)")
  ?? dialog.querySelector(".btn-primary");

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog")?.close();
});

// A dialog that is a page of its own leads back to where it was opened from.
document.addEventListener("close", (event) => {
  const back = event.target.dataset?.back;
  if (back) location.assign(back);
}, true);

// A menu closes when one clicks elsewhere or presses Esc.
const menus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
