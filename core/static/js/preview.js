// A row of a form is marked while the sentence beside it is a fault; previews swap the sentence alone.
document.addEventListener("htmx:after:swap", () => {
  for (const row of document.querySelectorAll(".fr:has(> .hp)")) {
    if (row.querySelector("[name=visto]")) row.classList.toggle("err", Boolean(row.querySelector(".hp > .no")));
  }
});
