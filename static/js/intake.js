// Taking a call by keyboard: rings by a digit, the household while typing, the category by its key, Enter saves.
function startIntake() {
  const form = document.getElementById("intake");
  if (!form) return;
  const keys = JSON.parse(document.getElementById("category-keys").textContent);
  const fields = { where: form.elements.where, description: form.elements.description };
  const group = (name) => form.querySelector(`[data-field="${name}"]`);
  const focusGroup = (name) => (group(name).querySelector("input:checked") ?? group(name).querySelector("input")).focus();

  choose(group("category"), keys, () => {
    showSubs(form);
    fields.description.focus();
  });
  choose(group("rings"), { 1: "1", 2: "2", 3: "3", ">3": "4", missed: "5" }, () => fields.where.focus());
  group("category").addEventListener("change", () => showSubs(form));
  group("channel").addEventListener("change", () => showRings(form));
  lookUp(form, fields.where, () => focusGroup("category"));
  showSubs(form);
  showRings(form);
  if (!form.querySelector(".is-invalid, [data-refused]")) (ringsAsked(form) ? () => focusGroup("rings") : () => fields.where.focus())();
}

// A key pressed anywhere in a group of choices chooses, and moves on.
function choose(group, keys, then) {
  group.dataset.keys = "1";
  const byKey = {};
  for (const label of group.querySelectorAll(".choice")) {
    const key = keys[label.dataset.value];
    if (!key) continue;
    byKey[key] = label.querySelector("input");
    const hint = document.createElement("kbd");
    hint.textContent = key.toUpperCase();
    hint.setAttribute("aria-hidden", "true");
    label.querySelector("span").append(hint);
  }
  group.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const radio = byKey[event.key.toLowerCase()];
    if (!radio) return;
    event.preventDefault();
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    then();
  });
}

const ringsAsked = (form) => form.elements.channel.value === "call";

function showRings(form) {
  form.querySelector('[data-field="rings"]').hidden = !ringsAsked(form);
  const outgoing = form.elements.channel.value === "hotline_out";
  form.querySelector(".outgoing").hidden = !outgoing;
  if (outgoing) document.getElementById("more").open = true;
}

// Only the sub-categories of the chosen category are offered.
function showSubs(form) {
  const chosen = form.elements.category.value;
  const select = form.elements.subcategory;
  let any = false;
  for (const option of select.options) {
    if (!option.value) continue;
    option.hidden = option.disabled = !option.value.startsWith(chosen + ".") || !chosen;
    option.parentElement.hidden = option.hidden;
    any ||= !option.hidden;
  }
  if (select.selectedOptions[0]?.disabled) select.value = "";
  document.getElementById("div_id_subcategory").hidden = !any;
}

// Households while typing; arrows choose, Enter takes, and the name fills itself in.
function lookUp(form, where, then) {
  const found = document.getElementById("found");
  const resident = form.elements.resident;
  let timer, asked = "", waiting = null, taking = false;
  const options = () => [...found.querySelectorAll("[role=option]")];
  const close = () => {
    clearTimeout(timer); // an answer that is still on its way must not open the list again
    waiting?.abort();
    found.textContent = "";
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
    }
    const open = found.querySelector(".open-there");
    close();
    if (open) {
      found.append(open);
      setTimeout(close, 8000);
    }
    where.dispatchEvent(new Event("input", { bubbles: true }));
    then();
  };

  where.addEventListener("input", (event) => {
    if (!event.isTrusted) return;
    resident.value = "";
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

startIntake();
