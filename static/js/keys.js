// One key for every frequent act; never while somebody is typing, but for F1, which leaves nothing.
// A choice in a form that is being filled counts as typing: a letter too early must not leave the page.
const isTyping = (target) =>
  target.closest("textarea, select, input:not([type=radio]):not([type=checkbox]), form[data-draft] input") !== null;

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "F1") return go(event, () => document.querySelector("[data-key=f1]")?.click());
    if (event.target.closest("[data-keys]") || isTyping(event.target)) return;
    if (event.key === "/") return go(event, () => document.getElementById("find")?.focus());
    if (event.key === "?") return go(event, showKeys);
    if (event.key === "j" || event.key === "k") return go(event, () => step(event.key === "j" ? 1 : -1));
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (target) go(event, () => act(target));
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("keydown", submitOnEnter);
}

// A form takes the keyboard into its first field (see focus.js); everything else is clicked.
function act(target) {
  if (target.matches("form")) target.dispatchEvent(new Event("fill", { bubbles: true }));
  else target.click();
}

// Every key of this page: what stands on it with a key, and what always holds where it makes sense.
function showKeys() {
  const dialog = document.getElementById("keys");
  const here = document.getElementById("keys-here");
  here.replaceChildren();
  const seen = new Set();
  for (const target of document.querySelectorAll("[data-key]")) {
    if (seen.has(target.dataset.key)) continue;
    seen.add(target.dataset.key);
    const row = document.createElement("div");
    const [term, what, key] = ["dt", "dd", "kbd"].map((name) => document.createElement(name));
    key.textContent = target.dataset.key.toUpperCase();
    term.append(key);
    what.textContent = target.dataset.keyLabel ?? [...target.childNodes].filter((node) => node.nodeName !== "KBD").map((node) => node.textContent).join("").trim();
    row.append(term, what);
    here.append(row);
  }
  for (const row of dialog.querySelectorAll("[data-needs]")) row.hidden = !document.querySelector(row.dataset.needs);
  dialog.showModal();
}

function go(event, act) {
  event.preventDefault();
  act();
}

// The next or previous line of the book; Enter on it opens it.
function step(by) {
  const lines = [...document.querySelectorAll("[data-lines] .line")];
  if (!lines.length) return;
  const now = lines.indexOf(document.activeElement?.closest(".line"));
  const next = lines[Math.min(Math.max(now + by, 0), lines.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// Enter saves, Shift+Enter makes a new line; an input method that is composing keeps its Enter.
function submitOnEnter(event) {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  if (event.target.matches(".line")) event.target.querySelector(".serial")?.click();
  const form = event.target.closest("form[data-enter]");
  if (!form || event.shiftKey || !event.target.matches("textarea, input[type=radio]") || event.defaultPrevented) return;
  event.preventDefault();
  form.requestSubmit();
}

startKeys();
