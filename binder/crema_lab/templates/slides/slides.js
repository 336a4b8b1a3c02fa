const height = 700;

// a picture alone on its page takes the room that is left
function enlarge(picture, room) {
  const larger = Math.min(1.6, 1 + room / picture.offsetHeight, 1240 / picture.offsetWidth);
  if (larger > 1) picture.style.zoom = larger;
}

// the pages are laid out by an estimate: what is too long after all is drawn smaller
function fit() {
  const slide = Reveal.getCurrentSlide();
  slide.style.zoom = 1;
  const pictures = [...slide.querySelectorAll("img")].filter(picture => picture.offsetHeight > 100);
  pictures.forEach(picture => (picture.style.zoom = 1));
  if (pictures.length === 1) enlarge(pictures[0], height - slide.scrollHeight);
  const smaller = Math.min(1, height / slide.scrollHeight, 1260 / slide.scrollWidth);
  slide.style.zoom = smaller;
  slide.dataset.zoom = smaller;
}

(async () => {
  if (window.MathJax) await MathJax.startup.promise;
  await Reveal.initialize({
    width: 1280, height: 720, margin: 0.02, center: false, hash: true, slideNumber: "c/t", transition: "none",
    controls: true, progress: true, plugins: [RevealNotes],
  });
  Reveal.on("slidechanged", fit);
  fit();
})();
