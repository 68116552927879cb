// One key for every frequent act; never while somebody is typing.
const isTyping = (target) =>
  target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])") !== null;

function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest("[data-keys]") || isTyping(event.target)) return;
    if (event.key === "/") return go(event, () => document.getElementById("find")?.focus());
    if (event.key === "?") return go(event, () => document.getElementById("keys")?.showModal());
    if (event.key === "j" || event.key === "k") return go(event, () => step(event.key === "j" ? 1 : -1));
    const link = document.querySelector(`a[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (link) go(event, () => link.click());
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("keydown", submitOnEnter);
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
