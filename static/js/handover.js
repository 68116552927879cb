// A handover by keyboard: Y ticks and goes on, Enter goes from one number to the next, a stroke by hand on a touch screen.
function startTicks() {
  const form = document.querySelector("form[data-ticks]");
  if (!form) return;
  const ticks = () => [...form.querySelectorAll("input[type=checkbox]")];
  const open = () => ticks().find((tick) => !tick.checked);
  const focusNext = () => (open() ?? form.querySelector("button.btn-main"))?.focus();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    if (event.key === "y") {
      const here = event.target.matches("input[type=checkbox]") && form.contains(event.target) ? event.target : open();
      if (here) here.checked = true;
      focusNext();
      event.preventDefault();
    }
    if (event.key === "q") {
      document.querySelector("[data-key-click=q]")?.click();
      document.querySelector("#questions select")?.focus();
      event.preventDefault();
    }
  });
  // The page opens at its top, where it says what is missing; the keys begin at the first word or tick that is.
  const word = document.querySelector("#notes input.form-control");
  if (word && new URLSearchParams(location.search).has("next")) word.focus();
  else (open() ?? word ?? form.querySelector("button.btn-main"))?.focus({ preventScroll: true });
}

function startNumbers() {
  const form = document.querySelector("form[data-enter-next]");
  if (!form) return;
  const fields = [...form.querySelectorAll("table input")];
  form.addEventListener("keydown", (event) => {
    const here = fields.indexOf(event.target);
    if (event.key !== "Enter" || event.isComposing || here < 0) return;
    event.preventDefault();
    const next = fields[here + 1] ?? form.querySelector("label.tick input") ?? form.querySelector("button.btn-main");
    next.focus();
    if (next.select) next.select();
  });
}

function startStrokes() {
  if (!window.matchMedia("(pointer: coarse)").matches) return;
  for (const pad of document.querySelectorAll("[data-stroke]")) {
    pad.hidden = false;
    draw(pad.querySelector("canvas"), document.getElementById(pad.dataset.stroke), pad.querySelector("[data-clear]"));
  }
}

function draw(canvas, field, clear) {
  const pen = canvas.getContext("2d");
  pen.lineWidth = 3;
  pen.lineCap = "round";
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => (field.value = canvas.toDataURL("image/png")));
  clear.addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    field.value = "";
  });
}

startTicks();
startNumbers();
startStrokes();
