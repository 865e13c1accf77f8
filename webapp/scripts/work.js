// Work in progress: the page asks itself how far it is, and moves the bar instead of drawing it anew.
const QUICK = 1000;
const SLOW = 5000;
const began = Date.now();
const ended = (state) => !["waiting", "running", "stopping"].includes(state);

async function fetched() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.redirected) {
    // Its result has a page of its own; or nobody is signed in any more.
    location.replace(answer.url);
    return null;
  }
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// The same number of bars: they grow where they are. Else the list is another one.
function renew(now, fresh) {
  const bars = now.querySelectorAll(".so-far");
  const widths = Array.from(bars, (bar) => bar.getAttribute("width"));
  const focus = now.contains(document.activeElement);
  const wanted = fresh.querySelectorAll(".so-far");
  if (focus && !ended(fresh.dataset.work) && bars.length === wanted.length) {
    wanted.forEach((bar, n) => bars[n].setAttribute("width", bar.getAttribute("width")));
    return;
  }
  now.replaceChildren(...document.importNode(fresh, true).childNodes);
  now.dataset.work = fresh.dataset.work;
  grow(now.querySelectorAll(".so-far"), widths);
}

// A bar begins where the old one stood, so that it moves.
function grow(bars, widths) {
  if (bars.length !== widths.length) return;
  bars.forEach((bar, n) => {
    const to = bar.getAttribute("width");
    bar.setAttribute("width", widths[n]);
    bar.getBoundingClientRect();
    bar.setAttribute("width", to);
  });
}

async function look() {
  const page = await fetched().catch(() => null);
  const [now, fresh] = [document, page].map((one) => one?.querySelector("[data-work]"));
  const [said, says] = [document, page].map((one) => one?.querySelector("[data-work-state]"));
  if (now && fresh) renew(now, fresh);
  if (said && says && said.textContent !== says.textContent) {
    said.replaceChildren(...document.importNode(says, true).childNodes);
  }
  if (fresh && ended(fresh.dataset.work)) return;
  setTimeout(look, Date.now() - began < 60000 ? QUICK : SLOW);
}

setTimeout(look, QUICK);
