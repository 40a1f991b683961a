// Amounts and dates are tidied on leaving the field; what is in doubt stays as typed, for the server to ask about.
export function tidyMoney(text) {
  const found = /^(?:R\$\s*)?(\d{1,3}(?:\.\d{3})+|\d{1,7})(?:,(\d{1,2}))?$/.exec(text.trim());
  if (!found) return text;
  const whole = found[1].replaceAll(".", "").replace(/^0+(?=\d)/, "");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ".")},${(found[2] ?? "").padEnd(2, "0")}`;
}

export function tidyDate(text, today) {
  const found = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/.exec(text.trim())
    ?? /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(text.trim());
  if (!found) return text;
  const [day, month, year] = [Number(found[1]), Number(found[2]), fullYear(found[3], Number(today.slice(0, 4)))];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return text;
  return `${String(day).padStart(2, "0")}/${String(month).padStart(2, "0")}/${year}`;
}

function fullYear(typed, thisYear) {
  if (!typed) return thisYear;
  if (typed.length === 4) return Number(typed);
  const year = thisYear - (thisYear % 100) + Number(typed);
  return year <= thisYear + 20 ? year : year - 100;
}

document.addEventListener("focusout", ({ target }) => {
  if (!target.matches?.("[data-money], [data-date]")) return;
  const tidy = target.matches("[data-money]") ? tidyMoney(target.value) : tidyDate(target.value, document.body.dataset.today);
  if (tidy !== target.value) target.value = tidy;
});

// “1 dia de atraso”, “2 dias de atraso”: the unit beside a count follows it.
document.addEventListener("input", ({ target }) => {
  const unit = target.parentElement?.querySelector(":scope > [data-unit-one]");
  if (unit) unit.textContent = target.value.trim() === "1" ? unit.dataset.unitOne : unit.dataset.unitMany;
});
