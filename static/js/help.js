// Help opens over the page, so that nothing that is being typed is left; without scripts its link leads to a page.
const dialog = document.getElementById("help-page");
const words = document.getElementById("help-words");

words?.addEventListener("htmx:afterSwap", () => {
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
});

// A link inside leads to another topic, here.
words?.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  window.htmx.ajax("GET", link.href, { target: "#help-words", select: "main > *" });
});
