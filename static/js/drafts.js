// What is typed is kept in this browser until the book has it: a closed window, a broken network or
// an ended session loses nothing. A draft belongs to one person and one page.
const PREFIX = "draft:";
const DAYS = 2;

function startDrafts() {
  const person = document.body.dataset.person;
  if (!person) return;
  dropSaved();
  dropOld();
  for (const form of document.querySelectorAll("form[data-draft]")) keep(form, person);
}

// A call that was written down without a connection has a name of its own, which the address says.
function nameOf(form, person) {
  const { pathname, searchParams } = new URL(form.action);
  return `${PREFIX}${person}:${pathname}${searchParams.has("draft") ? "#" + searchParams.get("draft") : ""}`;
}

// A password is never kept.
const fieldsOf = (form) =>
  [...new FormData(form)].filter(
    ([name, value]) =>
      typeof value === "string" && name !== "csrfmiddlewaretoken" && form.elements[name]?.type !== "password",
  );

function keep(form, person) {
  const name = nameOf(form, person);
  const shown = JSON.stringify(fieldsOf(form).filter(([field]) => field !== "key"));
  const kept = read(name);
  const refused = form.querySelector(".is-invalid, [data-refused]");
  if (kept && !refused && !document.querySelector(".said.info")) restore(form, kept.fields);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form, name, shown), 250);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    save(form, name, shown);
    for (const button of form.querySelectorAll("button:not([type=button])")) setTimeout(() => (button.disabled = true));
  });
  for (const link of form.querySelectorAll("[data-drop-draft]")) {
    link.addEventListener("click", () => {
      clearTimeout(timer);
      localStorage.removeItem(name);
    });
  }
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const button of form.querySelectorAll("button")) button.disabled = false;
  });
}

function save(form, name, shown) {
  const fields = fieldsOf(form);
  if (JSON.stringify(fields.filter(([field]) => field !== "key")) === shown) return localStorage.removeItem(name);
  localStorage.setItem(name, JSON.stringify({ at: Date.now(), fields }));
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function restore(form, fields) {
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (!field) continue;
    if (field instanceof RadioNodeList || field.type === "radio") {
      const radio = form.querySelector(`input[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
      if (radio) radio.checked = true;
    } else if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  const note = form.querySelector(".draft-note");
  if (note) note.textContent = note.dataset.restored ?? "";
}

// The page after a save names the key of the form that was saved.
function dropSaved() {
  for (const said of document.querySelectorAll("[data-saved]")) {
    const key = said.dataset.saved.split(" ").pop();
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX) && key && read(name)?.fields.some(([field, value]) => field === "key" && value === key)) {
        localStorage.removeItem(name);
      }
    }
  }
}

function dropOld() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX) && !(read(name)?.at > Date.now() - DAYS * 86400000)) localStorage.removeItem(name);
  }
}

startDrafts();
