function (script, data) {
  "use strict";
  // null where the page keeps its figures from its scripts; the static figure is enough there
  const figure = script && script.closest("figure");
  if (!figure) {
    return;
  }
  const make = (tag, style, properties) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.style.cssText = style;
    return element;
  };
  const last = data.frames.length - 1;
  const player = make("div", "margin-top:8px;max-width:100%", {className: "crema-frames"});
  const picture = make("img", "display:block;max-width:100%;height:auto");
  const controls = make("div", "display:flex;flex-wrap:wrap;align-items:center;gap:8px;max-width:720px");
  const back = make("button", "font:inherit;padding:2px 10px", {type: "button", textContent: "◀"});
  const slider = make("input", "flex:1 1 160px", {type: "range", min: 0, max: last, step: 1, value: 0});
  const next = make("button", "font:inherit;padding:2px 10px", {type: "button", textContent: "▶"});
  const name = make("output", "font:14px sans-serif;flex:1 1 160px");
  back.setAttribute("aria-label", "previous frame");
  next.setAttribute("aria-label", "next frame");
  slider.setAttribute("aria-label", "frame");
  for (const control of [back, slider, next]) {
    // in JupyterLab, the arrow keys would go to the next cell; around the controls, this would not stop them
    control.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  const show = (index) => {
    const at = Math.max(0, Math.min(last, index));
    const frame = data.frames[at];
    picture.src = frame.picture;
    picture.alt = frame.alt;
    picture.width = frame.width;
    picture.height = frame.height;
    slider.value = at;
    slider.setAttribute("aria-valuetext", frame.name);
    name.textContent = frame.name + " (" + (at + 1) + " of " + data.frames.length
      + (data.all > data.frames.length ? ", chosen from " + data.all : "") + ")";
    back.disabled = at === 0;
    next.disabled = at === last;
  };
  back.addEventListener("click", () => show(Number(slider.value) - 1));
  next.addEventListener("click", () => show(Number(slider.value) + 1));
  slider.addEventListener("input", () => show(Number(slider.value)));
  controls.append(back, slider, next, name);
  player.append(controls, picture);
  figure.append(player);
  show(0);
}
