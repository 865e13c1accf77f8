// Follows the Tab key over a page: before each press, what has the focus is looked at. All that is folded
// is opened first. `window.keys.faults` then tells what was wrong, `missed()` what was never reached.
() => {
  for (const details of document.querySelectorAll("details:not(.menu)")) details.open = true;
  const brief = (element) => element.outerHTML.slice(0, 110);
  const drawn = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  // Of radio buttons with one name the arrows reach the others.
  const first = new Set();
  const alone = (element) => {
    if (element.type !== "radio") return true;
    const name = element.form?.action + " " + element.name;
    return !first.has(name) && first.add(name);
  };
  const wanted = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && element.type !== "hidden" && drawn(element))
    .filter(alone);
  const reached = new Set();
  const faults = [];

  // Its outline, or that of the box around it, is drawn, two pixels wide.
  const marked = (element) => {
    const style = getComputedStyle(element);
    return element.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // A point of it is on top: nothing else covers it (WCAG 2.4.11). Of a tall box a browser may
  // bring no more than the line of the caret into sight.
  const uncovered = (element) =>
    [...element.getClientRects()].some((box) =>
      [[0.5, 0.5], [0.02, 0.5], [0.98, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([across, down]) => {
        const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
        return top !== null && (element.contains(top) || top.contains(element));
      }));
  addEventListener("keydown", () => {
    const element = document.activeElement;
    if (!element || element === document.body || reached.has(element)) return;
    reached.add(element.type === "radio" ? (wanted.find((one) => one.name === element.name) ?? element) : element);
    if (!marked(element)) faults.push("focus not seen: " + brief(element));
    if (!uncovered(element)) faults.push("covered: " + brief(element));
  }, true);
  window.keys = { faults, missed: () => wanted.filter((element) => !reached.has(element)).map(brief) };
  return wanted.length;
}
