// Households while a unit is typed; arrows choose, Enter takes, the name fills itself in, and the telephone that will be
// kept stands masked beside its field. "household" tells the form that one was taken, or what was typed is to stay.
function lookUp(form) {
  const where = form.elements[form.dataset.where];
  const found = document.getElementById("found");
  const kept = form.querySelector(".kept-phone");
  const resident = form.elements.resident;
  let timer, asked = "", waiting = null, taking = false;
  const options = () => [...found.querySelectorAll("[role=option]")];
  const close = () => {
    clearTimeout(timer); // an answer that is still on its way must not open the list again
    waiting?.abort();
    const said = form.dataset.where === "where" ? null : found.querySelector(".unknown"); // where only a unit is asked for
    found.replaceChildren(...(said && where.value.trim() ? [said] : []));
  };
  const showKept = (number) => {
    kept.hidden = !number;
    kept.querySelector(".number").textContent = number;
  };

  const ask = async () => {
    const words = where.value.trim();
    if (words.length < 2) return close();
    waiting?.abort();
    waiting = new AbortController();
    asked = words;
    try {
      const url = form.dataset.households + "?where=" + encodeURIComponent(words);
      const answer = await fetch(url, { signal: waiting.signal, headers: { "HX-Request": "true" } });
      if (!answer.ok || asked !== where.value.trim()) return;
      found.innerHTML = await answer.text();
      options()[0]?.setAttribute("aria-selected", "true");
      if (taking) take();
    } catch {
      taking = false; // no network: what was typed is kept as it is
    }
  };
  const take = () => {
    taking = false;
    const button = found.querySelector('[aria-selected="true"] button');
    if (button) {
      where.value = button.dataset.unit;
      resident.value = button.dataset.resident;
      form.elements.caller_name.value = button.dataset.name;
      showKept(button.dataset.phone);
    }
    const open = found.querySelector(".open-there");
    close();
    if (open) {
      found.append(open);
      setTimeout(close, 8000);
    }
    where.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new Event("household"));
  };

  where.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    resident.value = "";
    showKept("");
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  where.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(timer);
      const fresh = asked === where.value.trim();
      if (fresh || where.value.trim().length < 2) return take();
      taking = true;
      ask().then(() => taking && take());
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const all = options();
      if (!all.length) return;
      event.preventDefault();
      const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
      const next = Math.min(Math.max(now + (event.key === "ArrowDown" ? 1 : -1), 0), all.length - 1);
      all.forEach((option, i) => option.setAttribute("aria-selected", String(i === next)));
    } else if (event.key === "Escape") close();
  });
  where.addEventListener("blur", () => setTimeout(() => !found.matches(":hover") && close(), 200));
  found.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    options().forEach((other) => other.setAttribute("aria-selected", String(other === option)));
    take();
  });
}

for (const form of document.querySelectorAll("form[data-households]")) {
  lookUp(form);
  if (form.dataset.then) form.addEventListener("household", () => form.elements[form.dataset.then].focus());
}
