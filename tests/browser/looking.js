// What a screen reader, a narrow screen or a careful eye would stumble over; a sentence for each.
() => {
  const said = [];
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const seen = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && one.getClientRects().length > 0;
  const named = (one) => `${one.tagName.toLowerCase()} ${one.id || one.name || one.textContent.trim().slice(0, 30)}`;

  for (const [what, most] of Object.entries({ "main": 1, "h1": 1, "header.masthead": 1, "footer": 1 })) {
    if (all(what).filter(seen).length !== most) said.push(`${all(what).length} × ${what}`);
  }
  let level = 0;
  for (const heading of all("main h1, main h2, main h3, main h4").filter(seen)) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) said.push(`heading ${named(heading)} follows level ${level}`);
    level = next;
  }
  for (const box of all("input:not([type=hidden]), select, textarea").filter(seen)) {
    const words = [...box.labels].map((one) => one.textContent.trim()).join("")
      || box.getAttribute("aria-label") || box.getAttribute("aria-labelledby");
    if (!words) said.push(`no label: ${named(box)}`);
  }
  for (const box of all("[aria-invalid=true]")) {
    if (!box.getAttribute("aria-describedby")) said.push(`no reason beside ${named(box)}`);
  }
  for (const id of all("[aria-describedby], [aria-labelledby]").flatMap(
    (one) => `${one.getAttribute("aria-describedby") || ""} ${one.getAttribute("aria-labelledby") || ""}`.split(" "),
  )) {
    if (id && !document.getElementById(id)) said.push(`nothing is called ${id}`);
  }
  for (const link of all('main a[href^="#"]')) {
    if (!document.getElementById(link.hash.slice(1))) said.push(`leads nowhere: ${link.hash}`);
  }
  for (const head of all("th:not([scope])")) said.push(`no scope: ${named(head)}`);
  for (const table of all("main table").filter(seen)) {
    if (!all("th", table).length) said.push("a table without headings");
  }
  for (const one of all("[hx-post], [hx-get]")) {
    if (!one.closest("[aria-live]")) said.push(`changes unheard: ${named(one)}`);
  }
  for (const image of all("img:not([alt])")) said.push(`no words for ${image.src}`);
  if (!/\S · \S/.test(document.title)) said.push(`title: ${document.title}`);
  if (document.documentElement.scrollWidth > window.innerWidth + 1) {
    const wide = all("body *").filter((one) => seen(one) && one.getBoundingClientRect().right > window.innerWidth + 1
      && !one.closest(".scroll, .scroll *"));
    said.push(`wider than the screen by ${document.documentElement.scrollWidth - window.innerWidth}: ${wide.slice(0, 3).map(named).join("; ")}`);
  }
  return said;
}
