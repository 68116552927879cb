// The page for a broken network: shows what this tab saw last while nobody has locked or left it, takes calls down as
// drafts, and looks whether the connection is back.
const page = document.getElementById("offline");
const form = page.querySelector("form");
const part = (name) => document.getElementById(name);
const read = (store, name) => JSON.parse(store.getItem(name) ?? "null");
let key = newKey();

function newKey() {
  return crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
}

function forget() {
  sessionStorage.removeItem("snapshot");
  localStorage.setItem("epoch", `${Date.now()}-${Math.random()}`);
}

// What may still be shown: the same epoch, and somebody was here within the time after which a screen locks.
function shown() {
  const kept = read(sessionStorage, "snapshot");
  if (!kept || kept.epoch !== localStorage.getItem("epoch")) return null;
  return Date.now() - Number(sessionStorage.getItem("active") ?? 0) < kept.idle ? kept : null;
}

function draw() {
  const kept = shown();
  part("covered").hidden = kept !== null;
  part("seen").hidden = kept === null;
  part("write").hidden = !kept?.writes;
  if (!kept) return cover();
  if (part("snapshot").childElementCount) return;
  document.body.dataset.person = kept.person;
  part("snapshot").innerHTML = kept.html; // the house's own page, taken from this tab without anything that acts
  part("seen-at").textContent = new Date(kept.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  part("seen-by").textContent = kept.by;
}

// Whoever comes by sees neither the workbench nor what was typed; the drafts themselves stay the person's.
function cover() {
  if (read(sessionStorage, "snapshot")) forget();
  part("snapshot").replaceChildren();
  form.reset();
  delete document.body.dataset.person;
  window.dispatchEvent(new Event("unsent"));
}

// A draft as static/js/drafts.js keeps it, under a name of its own, with the time at which it was begun.
function keepDraft() {
  const kept = shown();
  if (!kept) return draw();
  const name = `draft:${kept.person}:/log/new/#${key}`;
  const fields = [...new FormData(form)].filter(([, value]) => value);
  if (!fields.some(([field]) => field !== "category")) return localStorage.removeItem(name);
  const begun = read(localStorage, name)?.fields.find(([field]) => field === "occurred_at")?.[1] ?? localMinute();
  const draft = { at: Date.now(), fields: [["key", key], ["channel", "call"], ["occurred_at", begun], ...fields] };
  localStorage.setItem(name, JSON.stringify(draft));
  window.dispatchEvent(new Event("unsent"));
}

function localMinute() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

async function look() {
  const back = await fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  part("gone").hidden = back;
  part("back").hidden = !back;
}

if (page.dataset.doors.split(" ").includes(location.pathname)) forget();
for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) {
  document.addEventListener(kind, () => shown() && sessionStorage.setItem("active", String(Date.now())), { passive: true, capture: true });
}
form.addEventListener("input", keepDraft);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  keepDraft();
  key = newKey();
  form.reset();
});
window.addEventListener("storage", (event) => event.key === "epoch" && draw());
window.addEventListener("online", look);
setInterval(look, 5000);
setInterval(draw, 1000);
draw();
window.dispatchEvent(new Event("unsent"));
