// The calls that this person wrote down without a connection, each a link that opens it filled in.
function listUnsent() {
  const said = document.getElementById("unsent");
  const { person } = document.body.dataset;
  const links = said.querySelector("span");
  links.replaceChildren();
  if (!person) return;
  const start = `draft:${person}:/log/new/#`;
  for (const name of Object.keys(localStorage).filter((one) => one.startsWith(start)).sort()) {
    const fields = Object.fromEntries(JSON.parse(localStorage.getItem(name)).fields);
    const link = document.createElement("a");
    link.href = `${links.dataset.new}?draft=${encodeURIComponent(name.slice(start.length))}`;
    link.textContent = [fields.occurred_at?.slice(11), fields.where, fields.description?.slice(0, 20)].filter(Boolean).join(" ");
    if (links.childElementCount) links.append(" · ");
    links.append(link);
  }
  said.hidden = !links.childElementCount;
}

window.addEventListener("unsent", listUnsent);
listUnsent();
