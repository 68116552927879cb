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
  form.addEventListener("household", () => focusGroup("category"));
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

startIntake();
