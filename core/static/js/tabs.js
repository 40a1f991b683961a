// One form, several tabs: without script all sections stand one under the other.
export function showTabs() {
  for (const list of document.querySelectorAll("[data-tabs] [data-tablist]:not([role])")) prepare(list);
}

function prepare(list) {
  const form = list.closest("[data-tabs]");
  const tabs = [...list.querySelectorAll("[data-tab]")];
  list.setAttribute("role", "tablist");
  for (const tab of tabs) {
    const panel = panelOf(tab);
    tab.id ||= `tab-${tab.dataset.tab}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
  }
  open(tabs, first(form, tabs));
  if (form.querySelector(".c.bad")) focusFirstError(form);
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab) { event.preventDefault(); open(tabs, tab); tab.focus(); }
  });
  list.addEventListener("keydown", (event) => step(event, tabs));
  // A link to a field (from the list of errors) opens the tab that the field is on.
  document.addEventListener("click", (event) => {
    const href = event.target.closest('a[href^="#"]')?.getAttribute("href");
    const field = href && href.length > 1 && document.getElementById(href.slice(1));
    const panel = field && field.closest("[data-panel]");
    if (!panel || panel === field) return;
    event.preventDefault();
    open(tabs, tabs.find((tab) => panelOf(tab) === panel));
    (field.matches("input, select, textarea") ? field : field.querySelector("input"))?.focus();
  });
}

const panelOf = (tab) => document.getElementById(tab.getAttribute("href").slice(1));

function first(form, tabs) {
  return tabs.find((tab) => tab.querySelector(".c.bad"))
    ?? tabs.find((tab) => tab.getAttribute("href") === location.hash)
    ?? tabs.find((tab) => tab.dataset.tab === form.dataset.open)
    ?? tabs[0];
}

function open(tabs, chosen) {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    panelOf(tab).hidden = tab !== chosen;
  }
  const kept = chosen.closest("[data-tabs]").querySelector("input[name=aba]");
  if (kept) kept.value = chosen.dataset.tab;
}

function step(event, tabs) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by) return;
  const next = tabs[(tabs.indexOf(document.activeElement) + by + tabs.length) % tabs.length];
  open(tabs, next);
  next.focus();
}

function focusFirstError(form) {
  form.querySelector("[data-panel]:not([hidden]) .err :is(input, select, textarea)")?.focus();
}
