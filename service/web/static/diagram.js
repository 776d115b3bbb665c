// Loads the viewer on demand and marks the way walked; if anything fails, the drawing stays.
"use strict";
(() => {
  const box = document.getElementById("viewer");
  const script = document.createElement("script");
  script.src = box.dataset.viewer;
  script.onload = open;
  document.head.append(script);

  async function open() {
    const pane = document.createElement("div");
    pane.className = "pane";
    pane.tabIndex = 0;
    pane.setAttribute("role", "region");
    pane.setAttribute("aria-label", document.querySelector("#drawn img").alt);
    box.prepend(pane);
    try {
      const answer = await fetch(box.dataset.source, { headers: { Accept: "application/xml" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const viewer = new window.BpmnJS({ container: pane });
      await viewer.importXML(await answer.text());
      const canvas = viewer.get("canvas");
      mark(viewer, canvas, "walked");
      mark(viewer, canvas, "standing");
      canvas.zoom("fit-viewport");
      buttons(canvas);
      document.getElementById("drawn").remove();
    } catch {
      pane.remove();
    }
  }

  function mark(viewer, canvas, kind) {
    const known = viewer.get("elementRegistry");
    for (const id of box.dataset[kind].split(" ")) {
      if (id && known.get(id)) canvas.addMarker(id, `is-${kind}`);
    }
  }

  function buttons(canvas) {
    const bar = document.querySelector(".zoom");
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const how = event.target.dataset.zoom;
      if (how === "fit") canvas.zoom("fit-viewport");
      else if (how) canvas.zoom(canvas.zoom() * (how === "in" ? 1.25 : 0.8));
    });
  }
})();
