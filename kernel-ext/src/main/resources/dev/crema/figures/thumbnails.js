function (script, data) {
  "use strict";
  // null where the page keeps its figures from its scripts; the static figure is enough there
  const figure = script && script.closest("figure");
  const image = figure && figure.querySelector("img");
  if (!image) {
    return;
  }
  const NEAR = 14;
  const SHOWN = 96;
  const make = (tag, style, className) => {
    const element = document.createElement(tag);
    element.style.cssText = style;
    element.className = className;
    return element;
  };
  const tip = make("div", "position:absolute;display:none;pointer-events:none;z-index:10;padding:6px;"
    + "border:1px solid GrayText;border-radius:4px;background:Canvas;color:CanvasText;font:14px sans-serif", "crema-tip");
  const picture = make("div", "width:" + SHOWN + "px;height:" + SHOWN + "px;image-rendering:pixelated", "crema-thumbnail");
  const name = make("div", "max-width:" + 2 * SHOWN + "px;margin-top:4px;overflow-wrap:anywhere", "crema-name");
  const zoom = SHOWN / data.side;
  const rows = Math.ceil(data.spots.length / data.columns);
  picture.style.backgroundImage = 'url("' + data.sprite + '")';
  picture.style.backgroundSize = data.columns * data.side * zoom + "px " + rows * data.side * zoom + "px";
  picture.setAttribute("role", "img");
  tip.append(picture, name);
  figure.style.position = "relative";
  figure.append(tip);

  const nearest = (x, y) => {
    let best = -1;
    let least = NEAR * NEAR;
    data.spots.forEach((spot, i) => {
      const distance = (spot[0] - x) ** 2 + (spot[1] - y) ** 2;
      if (distance < least) {
        least = distance;
        best = i;
      }
    });
    return best;
  };
  const hide = () => {
    tip.style.display = "none";
  };
  const show = (i, box) => {
    const [x, y, point, label] = data.spots[i];
    const words = ["point " + point, data.names[label]].filter(Boolean).join(": ");
    picture.style.backgroundPosition = -(i % data.columns) * SHOWN + "px " + -Math.floor(i / data.columns) * SHOWN + "px";
    picture.setAttribute("aria-label", words);
    name.textContent = words;
    tip.style.display = "block";
    const within = figure.getBoundingClientRect();
    const left = box.left - within.left + x * box.width / data.width;
    const top = box.top - within.top + y * box.height / data.height;
    const beyond = left + 16 + tip.offsetWidth > figure.clientWidth;
    tip.style.left = Math.max(0, beyond ? left - 16 - tip.offsetWidth : left + 16) + "px";
    tip.style.top = Math.max(0, Math.min(top - tip.offsetHeight / 2, figure.clientHeight - tip.offsetHeight)) + "px";
  };
  const follow = (event) => {
    const box = image.getBoundingClientRect();
    const i = nearest((event.clientX - box.left) * data.width / box.width, (event.clientY - box.top) * data.height / box.height);
    if (i < 0) {
      hide();
    } else {
      show(i, box);
    }
  };
  image.addEventListener("pointermove", follow);
  image.addEventListener("pointerdown", follow);
  image.addEventListener("pointerleave", hide);
}
