// Copying, the bar that offers to undo, drawings wider than their place, the theme.
async function copy(button) {
  const words = button.querySelector("span") ?? button;
  const before = words.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.style.minWidth = `${button.offsetWidth}px`;
  words.textContent = "Copiado";
  setTimeout(() => { words.textContent = before; }, 3000);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});

function hideUndoLater() {
  for (const bar of document.querySelectorAll("[data-undo]:not([data-timed])")) {
    bar.dataset.timed = "yes";
    // Whoever is on the button, by mouse or by key, still wants it.
    const hide = () => (bar.matches(":hover, :focus-within") ? setTimeout(hide, 2000) : bar.classList.add("gone"));
    setTimeout(hide, 10000);
  }
}

// What scrolls sideways can be reached and scrolled by keys.
function reachDrawings() {
  for (const drawing of document.querySelectorAll(".draw[role=img]")) {
    const place = drawing.parentElement;
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
  }
}

const prepare = () => { hideUndoLater(); reachDrawings(); };
document.addEventListener("htmx:after:swap", prepare);
prepare();

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-theme]")) return;
  document.documentElement.dataset.bsTheme = target.value;
  document.cookie = `tema=${target.value}; path=/; max-age=31536000; samesite=lax`;
});
