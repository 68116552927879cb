// Where the keyboard stands when a page opens: at what was refused, else in the form that was asked for.
const FIELDS = "textarea, select, input:not([type=hidden], [type=file])";
const seen = (field) => !field.disabled && field.checkVisibility();

// The first field of a form that is still to be filled; a form with nothing to fill has its button.
function firstOf(part) {
  const fields = [...part.querySelectorAll(FIELDS)].filter(seen);
  const isChosen = ({ name }) => fields.some((field) => field.name === name && field.checked);
  const isFilled = (field) => (/radio|checkbox/.test(field.type) ? isChosen(field) : field.value !== "");
  return fields.find((field) => !isFilled(field)) ?? fields[0] ?? part.querySelector("button");
}

// A field before a sentence about the whole form; but where all of a form is in view, the password that is to be typed again.
function refused() {
  const main = document.getElementById("main");
  const wrong = main.querySelector("[aria-invalid=true], .is-invalid, fieldset[data-refused]");
  for (let part = wrong; part; part = part.parentElement) if (part.localName === "details") part.open = true;
  if (wrong) return wrong.matches("fieldset") ? firstOf(wrong) : wrong;
  const said = main.querySelector("[data-refused]");
  if (!said) return null;
  said.tabIndex = -1;
  const form = said.closest("form");
  const again = form && form.offsetHeight < innerHeight && [...form.querySelectorAll("[type=password]")].find(seen);
  return again || said;
}

function stand(target) {
  if (!target) return;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center", behavior: "instant" });
}

const asked = () => document.querySelector("[data-fill]");
const settle = () => stand(refused() ?? (document.activeElement === document.body && asked() && firstOf(asked())));
const isWhereItStood = () => [document.body, refused()].includes(document.activeElement);

document.addEventListener("fill", (event) => stand(firstOf(event.target)));
if (asked()) stand(firstOf(asked())); // before a draft is put back, whose fields are filled
document.addEventListener("DOMContentLoaded", settle); // after what other modules do
// Once all of a page has come it may stand elsewhere on the screen, and an address that ends in #step has taken the keyboard away.
addEventListener("load", () => isWhereItStood() && settle());
