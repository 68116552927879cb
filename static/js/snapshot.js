// What the workbench showed last stays in this tab, for a broken network: text only, numbers masked as they were. It is
// gone when the screen is locked, left or handed over, in this and every other tab: then the epoch changes, and a snapshot of another
// epoch is never shown (docs/adr/0024). Also introduces the service worker.
const { person } = document.body.dataset;
const lock = document.getElementById("lock");

function forget() {
  sessionStorage.removeItem("snapshot");
  localStorage.setItem("epoch", `${Date.now()}-${Math.random()}`);
}

const seen = () => JSON.parse(sessionStorage.getItem("snapshot") ?? "null");

function take() {
  const main = document.querySelector("main:has([data-snapshot])");
  if (!main || lock.open) return;
  const copy = main.cloneNode(true);
  for (const active of copy.querySelectorAll("form, button, script, kbd, .said, .pager, [data-key], [hx-get], [hidden]")) active.remove();
  for (const link of copy.querySelectorAll("a")) {
    const plain = document.createElement("span");
    plain.className = link.className;
    plain.append(...link.childNodes);
    link.replaceWith(plain);
  }
  if (!localStorage.getItem("epoch")) forget();
  const kept = {
    person, html: copy.innerHTML, at: Date.now(), idle: Number(lock.dataset.idle) * 1000,
    by: document.querySelector(".me summary").textContent.trim(), writes: document.querySelector(".btn-new") !== null,
    epoch: localStorage.getItem("epoch"),
  };
  sessionStorage.setItem("snapshot", JSON.stringify(kept));
}

function introduceWorker() {
  if (!("serviceWorker" in navigator)) return; // plain http: the site works as it always did
  navigator.serviceWorker.register("/worker.js");
  const language = document.documentElement.lang;
  const drawn = `${language} ${document.querySelector("link[rel=stylesheet][href*='desk']").href}`;
  if (localStorage.getItem("offline-page") === drawn) return;
  navigator.serviceWorker.ready.then((registration) => {
    registration.active.postMessage({ keep: language });
    localStorage.setItem("offline-page", drawn);
  });
}

let noted = 0;
function noteActivity() {
  if (Date.now() - noted < 1000) return;
  noted = Date.now();
  sessionStorage.setItem("active", String(noted));
}
for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) {
  document.addEventListener(kind, noteActivity, { passive: true, capture: true });
}
window.addEventListener("storage", (event) => event.key === "epoch" && sessionStorage.removeItem("snapshot"));
new MutationObserver(() => (lock.open ? forget() : take())).observe(lock, { attributeFilter: ["open"] });
document.body.addEventListener("htmx:oobAfterSwap", take);
if (seen() && seen().person !== person) forget();
noteActivity();
take();
introduceWorker();
