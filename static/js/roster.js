// The month's grid by keyboard: arrows move, a letter sets the shift, Delete makes a day off, Enter opens the cell.
// Each change goes through the same form as a click; the page that comes back replaces the grid and its report.
let wanted = null;
let letters = "";
let waiting;

function startGrid() {
  const links = cells();
  for (const link of links) link.tabIndex = -1;
  const first = (wanted && document.getElementById(wanted)) || links[0];
  if (first) first.tabIndex = 0;
  if (wanted && first) first.focus();
}

const grid = () => document.getElementById("roster");
const cells = () => [...grid().querySelectorAll("tbody td a")];

function move(link, right, down) {
  const row = link.closest("tr");
  const target = down ? [...row.parentElement.rows][row.rowIndex - 1 + down] : row;
  const other = target?.cells[link.closest("td").cellIndex + right]?.querySelector("a");
  if (!other) return;
  link.tabIndex = -1;
  other.tabIndex = 0;
  other.focus();
}

// Codes of two letters are typed one after the other.
function codeOf(key) {
  const codes = grid().dataset.codes.trim().split(" ");
  letters += key.toUpperCase();
  if (!codes.some((code) => code.startsWith(letters))) letters = key.toUpperCase();
  return { exact: codes.includes(letters), longer: codes.some((code) => code !== letters && code.startsWith(letters)) };
}

async function put(link, code) {
  const [person, day] = link.id.slice(1).split("-");
  const month = location.pathname.split("/")[2];
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const was = link.textContent === "·" ? "" : link.textContent;
  const body = new URLSearchParams({ person, day: `${month}-${day}`, code, was, csrfmiddlewaretoken: token });
  wanted = link.id;
  grid().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${location.pathname}put/`, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("roster");
    if (!fresh) return location.reload();
    grid().replaceWith(document.adoptNode(fresh));
    window.htmx?.process(grid());
    startGrid();
  } catch {
    grid().removeAttribute("aria-busy");
    link.classList.add("not-saved");
  }
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("#roster tbody td a");
  if (!link || event.ctrlKey || event.metaKey || event.altKey) return;
  if (STEPS[event.key]) {
    event.preventDefault();
    return move(link, ...STEPS[event.key]);
  }
  if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    return put(link, "");
  }
  if (!/^[a-z0-9]$/i.test(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  const { exact, longer } = codeOf(event.key);
  const code = letters;
  clearTimeout(waiting);
  if (!exact) return;
  const set = () => {
    letters = "";
    put(link, code);
  };
  if (longer) waiting = setTimeout(set, 500);
  else set();
}, true);

startGrid();
