// What others do with the alert of this page while it is open; nothing typed here is lost by showing it.
const note = document.querySelector("[data-trail]");
const PARTS = [".head-meta", ".area-act", ".area-side"];
const fields = (part) => part.querySelectorAll("textarea, select, input:not([type=hidden])");
let said = [];

function changed(field) {
  if (field.matches("select")) return !field.selectedOptions[0]?.defaultSelected;
  return field.value !== field.defaultValue;
}

async function show() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.assign(location.pathname);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of PARTS) {
    const [old, fresh] = [document.querySelector(name), page.querySelector(name)];
    if (!old || !fresh) continue;
    const typed = [...fields(old)].filter((field) => field.id && changed(field));
    old.replaceChildren(...document.importNode(fresh, true).childNodes);
    for (const { id, value } of typed) {
      const same = document.getElementById(id);
      if (same) same.value = value;
    }
  }
  said = [];
  note.hidden = true;
  document.querySelector("#content").focus({ preventScroll: true });
  document.querySelector("#h-trail").scrollIntoView({ block: "nearest" });
}

note.querySelector("button").addEventListener("click", show);
const news = new EventSource(note.dataset.trail);
news.addEventListener("message", (event) => {
  said.push(...JSON.parse(event.data).said);
  note.querySelector("span").textContent = `${note.dataset.said}: ${said.join("; ")}.`;
  note.hidden = false;
});
