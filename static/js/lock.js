// After some idle minutes the screen is covered and the server told; the page stays, with all that was typed.
function startLock() {
  const dialog = document.getElementById("lock");
  if (!dialog) return;
  const idle = Number(dialog.dataset.idle) * 1000;
  const form = dialog.querySelector("form");
  const wrong = dialog.querySelector(".wrong");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let last = Date.now();
  for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) {
    document.addEventListener(kind, () => !dialog.open && (last = Date.now()), { passive: true, capture: true });
  }
  const send = (url, body) =>
    fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token, "X-Frontdesk-Lock": "1" }, redirect: "manual" });
  const cover = () => !dialog.open && dialog.showModal();
  setInterval(() => {
    if (dialog.open || Date.now() - last < idle) return;
    cover();
    send(dialog.dataset.lock).catch(() => {});
  }, 1000);
  document.body.addEventListener("desk-locked", cover); // the server locked first, or another window did
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    wrong.hidden = true;
    const answer = await send(dialog.dataset.unlock, new FormData(form)).catch(() => null);
    form.password.value = "";
    if (answer?.status === 204) {
      last = Date.now();
      dialog.close();
    } else if (answer?.status === 422) {
      wrong.textContent = await answer.text();
      wrong.hidden = false;
      form.password.focus();
    } else {
      location.assign(dialog.dataset.unlock + "?next=" + encodeURIComponent(location.pathname + location.search));
    }
  });
}

startLock();
