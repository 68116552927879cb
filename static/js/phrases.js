// F2 in a field opens the phrases that are offered for it; a digit or a click chooses, Escape goes back.
for (const list of document.querySelectorAll("details[data-phrases]")) startPhrases(list);

function startPhrases(list) {
  const form = list.closest("form");
  const field = form.elements[list.dataset.phrases];
  const lines = list.querySelector("ol");
  (field.closest(".mb-3") ?? field).after(list);

  const offer = () => {
    const category = form.elements.category?.value;
    let digit = 0;
    for (const line of lines.children) {
      line.hidden = category !== undefined && line.dataset.category !== "" && line.dataset.category !== category && category !== "";
      line.dataset.digit = line.hidden || digit === 9 ? "" : String(++digit);
    }
  };
  const choose = (line) => {
    const gap = field.selectionStart && !/[\s，。,;；]$/.test(field.value.slice(0, field.selectionStart)) ? "，" : "";
    field.setRangeText(gap + line.textContent.trim(), field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    back();
  };
  const back = () => {
    list.open = false;
    field.focus();
  };

  field.addEventListener("keydown", (event) => {
    if (event.key !== "F2") return;
    event.preventDefault();
    list.open = true;
    offer();
    lines.focus();
  });
  list.addEventListener("toggle", () => list.open && offer());
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || event.key === "F2") {
      event.preventDefault();
      return back();
    }
    const line = /^[1-9]$/.test(event.key) && lines.querySelector(`li[data-digit="${event.key}"]`);
    if (!line) return;
    event.preventDefault();
    choose(line);
  });
  lines.addEventListener("click", (event) => event.target.closest("li") && choose(event.target.closest("li")));
}
