// A form whose answer takes some seconds says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    form.querySelector(".busy").hidden = false;
    form.setAttribute("aria-busy", "true");
    for (const button of form.querySelectorAll("button")) setTimeout(() => (button.disabled = true));
  });
}
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
