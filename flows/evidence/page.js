// Shows what belongs together: a value, its place in the file, and the sums it stands in.
"use strict";
const about = document.getElementById("about");
let marked = [];
function mark(event) {
  const link = event.target.closest("a[href^='#'], a[title]");
  if (!link) return;
  for (const one of marked) one.classList.remove("on");
  const there = link.hash ? document.getElementById(link.hash.slice(1)) : null;
  const back = link.id ? [...document.querySelectorAll(`a[href="#${CSS.escape(link.id)}"]`)] : [];
  marked = [link, there, ...back].filter((one) => one && one.localName === "a");
  for (const one of marked) one.classList.add("on");
  const value = marked.find((one) => one.id.startsWith("v") && one.title);
  about.textContent = value ? value.title : "";
}
document.addEventListener("pointerover", mark);
document.addEventListener("focusin", mark);
