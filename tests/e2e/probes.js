// Looks at the page as it is drawn, and gives a list of faults, empty when there are none.
() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const brief = (element) => element.outerHTML.slice(0, 90);

  // Nothing reaches beyond the window; what scrolls in a box of its own may.
  const width = document.documentElement.clientWidth + 1;
  for (const element of all("body *"))
    if (element.getBoundingClientRect().right > width &&
        !element.closest(".scroll, .filter, .visually-hidden, .skip"))
      faults.push("spills: " + brief(element));

  // Nothing reaches beyond its card.
  for (const card of all(".card"))
    for (const element of card.querySelectorAll("*"))
      if (element.getBoundingClientRect().right > card.getBoundingClientRect().right + 1 &&
          !element.closest(".scroll, .visually-hidden, .as-cards thead"))
        faults.push("out of its card: " + brief(element));

  // Everything that can be used has a name; ids stand once; what is referred to exists.
  for (const element of all("a, button, summary"))
    if (!element.hidden && !element.textContent.trim() && !element.getAttribute("aria-label"))
      faults.push("no name: " + brief(element));
  for (const element of all("input:not([type=hidden], [hidden]), select, textarea"))
    if (!element.labels.length && !element.getAttribute("aria-label"))
      faults.push("no label: " + brief(element));
  const ids = all("[id]").map((element) => element.id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => faults.push("id twice: " + id));
  for (const name of ["aria-labelledby", "aria-describedby", "for"])
    for (const element of all(`[${name}]`))
      for (const id of element.getAttribute(name).split(" "))
        if (!ids.includes(id)) faults.push("refers to nothing: " + id);

  // Headings go down one level at a time, from the one that names the page.
  let last = 0;
  for (const element of all("h1, h2, h3, h4")) {
    const level = Number(element.tagName[1]);
    if (level > last + 1) faults.push("heading skips a level: " + element.textContent);
    last = level;
  }
  if (all("h1").length !== 1) faults.push("not one h1");

  // Text can be read: contrast by WCAG 2.2 AA, 4.5 or 3 for large text.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (element) => {
    for (; element; element = element.parentElement) {
      const colour = rgb(getComputedStyle(element).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const seen = new Set();
  for (const element of all("body *")) {
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!says || !element.getClientRects().length) continue;
    if (element.closest(".nothing, .visually-hidden, .skip")) continue;
    const style = getComputedStyle(element);
    const pair = [rgb(style.color), behind(element)];
    if (seen.has(pair.join("/"))) continue;
    seen.add(pair.join("/"));
    const [one, other] = pair.map(light);
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.push("pale " + ratio.toFixed(2) + ": " + brief(element));
  }
  return faults;
}
