// Keys on the list of alerts and on one alert; "?" opens the dialog that names them all.
const dialog = document.querySelector("[data-keys]");
const opener = document.querySelector("[data-keys-open]");
const LIST = "alerts";
const PLACE = "place";

const rows = () => [...document.querySelectorAll("[data-news] .alert-row")];
const title = (row) => row.querySelector(".row-title");
const here = () => rows().findIndex((row) => row.contains(document.activeElement));
const button = (action) => document.querySelector(`button[name="action"][value="${action}"]`);

// Where somebody was when an act of theirs loaded the list anew.
let place = Number(sessionStorage.getItem(PLACE) ?? 0);
sessionStorage.removeItem(PLACE);
let acted = false;

// On the list from row to row; on one alert to its neighbours on the list that led here.
function move(by) {
  const all = rows();
  if (!all.length) return beside(by);
  const now = here();
  const next = now < 0 ? (by > 0 ? place : all.length - 1) : now + by;
  place = 0;
  title(all[Math.min(Math.max(next, 0), all.length - 1)]).focus();
}

function beside(by) {
  const known = JSON.parse(sessionStorage.getItem(LIST) ?? "[]");
  const at = known.indexOf(location.pathname);
  const next = at < 0 ? undefined : known[at + by];
  if (next) location.assign(next);
}

function open() {
  const row = rows()[here()];
  if (row) title(row).click();
}

function tick() {
  const box = rows()[here()]?.querySelector("input[name=pick]");
  if (box) box.checked = !box.checked;
}

// Acts on what is ticked, else on the row that has the focus; on one alert on that alert.
function act(action) {
  const pressed = button(action);
  if (!pressed || acted) return;
  if (rows().length && !document.querySelector("input[name=pick]:checked")) {
    if (here() < 0) return;
    tick();
  }
  const note = pressed.form.elements.note;
  if (action === "resolve" && !note.value.trim()) return note.focus();
  acted = true;
  if (rows().length) sessionStorage.setItem(PLACE, String(Math.max(here(), 0)));
  pressed.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  o: open,
  x: tick,
  a: () => act("acknowledge"),
  e: () => act("resolve"),
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const does = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});

for (const [key, action] of [["a", "acknowledge"], ["e", "resolve"]])
  button(action)?.setAttribute("aria-keyshortcuts", key);
opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
window.addEventListener("pageshow", () => (acted = false));
window.addEventListener("pagehide", () => {
  const known = rows().map((row) => title(row).pathname);
  if (known.length) sessionStorage.setItem(LIST, JSON.stringify(known));
});
