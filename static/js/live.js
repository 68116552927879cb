// The page asks every few seconds whether something is new at the desk (htmx does the asking); here is when it does not
// ask, what it leaves alone, and the number in the title.
const TYPED_LATELY = 10_000;
let typed = 0;

const live = (element) => element?.id === "live";
const covered = () => document.hidden || document.querySelector("dialog[open]") !== null;
const wake = () => document.body.dispatchEvent(new Event("wake"));

function badge() {
  const unread = Number(document.getElementById("bell")?.dataset.unread ?? 0);
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = unread ? `(${unread}) ${title}` : title;
}

document.addEventListener("input", () => (typed = Date.now()), { passive: true, capture: true });
document.addEventListener("visibilitychange", () => !document.hidden && wake());
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (live(event.detail.elt) && (covered() || Date.now() - typed < TYPED_LATELY)) event.preventDefault();
});
// Whoever stands with the keyboard in a part keeps it as it is; it is fetched again when they leave it.
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const part = event.detail.target;
  if (!part.contains(document.activeElement) || part.id === "bell") return;
  event.detail.shouldSwap = false;
  part.addEventListener("focusout", () => setTimeout(() => document.body.dispatchEvent(new Event("desk-changed"))), { once: true });
});
document.body.addEventListener("htmx:oobAfterSwap", badge);
badge();
