// An inspection: what is asked of a failed item opens when it is found to have failed.
function openDetails(radio) {
  if (radio.checked && radio.value === "fail") radio.closest(".card-of-item").querySelector("details.at-once").open = true;
}

for (const radio of document.querySelectorAll(".card-of-item input[type=radio]")) {
  radio.addEventListener("change", () => openDetails(radio));
  openDetails(radio);
}
