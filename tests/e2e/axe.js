// Runs axe on the page as it is drawn, and gives what it finds as lines; `rules`: these alone.
async (rules) => {
  const options = {
    // What is fetched anew to be read (the stylesheet), we do not need: it only asks whether a page can be turned.
    preload: false,
    resultTypes: ["violations"],
    runOnly: rules.length
      ? { type: "rule", values: rules }
      : { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
  };
  const found = await axe.run(document, options);
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
      return `${rule.id}: ${node.html.slice(0, 120)}: ${why}`;
    }));
}
