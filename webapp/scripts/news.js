// New alerts on the page of alerts: a count in the title, the list itself, a sound if asked for.
const list = document.querySelector("[data-news]");
const note = document.querySelector("[data-news-note]");
const sound = document.querySelector("[data-news-sound]");
const title = document.title;
let unseen = 0;

// Sound is off until somebody turns it on in this browser.
sound.checked = localStorage.getItem("sound") === "on";
sound.addEventListener("change", () => localStorage.setItem("sound", sound.checked ? "on" : "off"));

function beep() {
  if (!sound.checked) return;
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  volume.gain.value = 0.05;
  tone.connect(volume).connect(context.destination);
  tone.onended = () => context.close();
  tone.start();
  tone.stop(context.currentTime + 0.15);
}

function tell() {
  document.title = unseen ? `(${unseen}) ${title}` : title;
  note.hidden = unseen === 0;
  note.querySelector("span").textContent = unseen === 1 ? note.dataset.one : note.dataset.many.replace("…", unseen);
}

// Who is ticking alerts, or reading one with the keyboard, keeps the list as it is.
const busy = () =>
  list.querySelector("input:checked") !== null || list.contains(document.activeElement);

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-news]");
  if (fresh) list.replaceChildren(...document.importNode(fresh, true).childNodes);
}

function seen() {
  unseen = 0;
  tell();
}

note.querySelector("button").addEventListener("click", async () => {
  await refresh();
  seen();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !busy()) seen();
});

const news = new EventSource(`/alerts/news?after=${list.dataset.news}`);
news.addEventListener("message", async (event) => {
  const { count } = JSON.parse(event.data);
  if (!count) return;
  unseen += count;
  beep();
  if (!busy()) await refresh();
  tell();
});
