// Up and down in the search of accounts choose among the rows under it.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-pick]") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  const rows = [...event.target.closest(".acc").querySelectorAll(".pick input[type=radio]")];
  const next = rows[rows.findIndex((row) => row.checked) + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  next?.click();
  next?.scrollIntoView({ block: "nearest" });
});
