// What pages do beyond HTML: theme, folding navigation, search and help dialogs. Every page works without it.

const root = document.documentElement;

function switchTheme() {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("theme", root.dataset.theme);
}

function toggleNavigation(button) {
  const open = document.getElementById(button.dataset.toggle).classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
}

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-toggle], [data-theme-switch], [data-search], [data-copy]");
  if (!target) return;
  if ("toggle" in target.dataset) toggleNavigation(target);
  if ("themeSwitch" in target.dataset) switchTheme();
  if ("search" in target.dataset) open("search");
  if ("copy" in target.dataset) navigator.clipboard.writeText(document.getElementById(target.dataset.copy).textContent.trim());
});

// A table wider than its box is scrolled by keyboard too.
function reachScrolledTables() {
  for (const box of document.querySelectorAll(".table-box")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

reachScrolledTables();
addEventListener("resize", reachScrolledTables);
document.addEventListener("htmx:afterSettle", reachScrolledTables);

// Up and down move between what is sought and what was found.
document.getElementById("search")?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const stops = [document.getElementById("search-text"), ...document.querySelectorAll("#search-results a")];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    open("search");
  } else if (event.key === "?" && !typing) {
    open("keys");
  }
});
