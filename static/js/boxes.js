// Draws a rectangle on the picture with the pointer, and writes it into the first empty line of numbers.
const SMALLEST = 0.5;

function follow(tool) {
  const surface = tool.querySelector(".box-picture");
  if (!surface) return;
  const canvas = surface.querySelector("svg");
  let start = null;
  let shape = null;

  const at = (event) => {
    const frame = surface.getBoundingClientRect();
    const part = (value, size) => Math.min(100, Math.max(0, (value / size) * 100));
    return { x: part(event.clientX - frame.left, frame.width), y: part(event.clientY - frame.top, frame.height) };
  };

  const between = (one, other) => ({
    left: Math.min(one.x, other.x),
    top: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  });

  surface.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    start = at(event);
    shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    canvas.append(shape);
  });

  surface.addEventListener("pointermove", (event) => {
    if (!start) return;
    const box = between(start, at(event));
    for (const [name, side] of [["x", "left"], ["y", "top"], ["width", "width"], ["height", "height"]]) {
      shape.setAttribute(name, box[side].toFixed(2));
    }
  });

  surface.addEventListener("pointercancel", () => {
    shape?.remove();
    start = null;
  });

  surface.addEventListener("pointerup", (event) => {
    if (!start) return;
    const box = between(start, at(event));
    start = null;
    if (box.width < SMALLEST || box.height < SMALLEST) return shape.remove();
    write(tool, box);
  });
}

function write(tool, box) {
  const rows = [...tool.querySelectorAll(".box-row")];
  const inputs = (row) => [...row.querySelectorAll("input")];
  const empty = rows.find((row) => inputs(row).slice(1).every((input) => !input.value));
  const row = empty ?? add(rows.at(-1));
  const [page, left, top, width, height] = inputs(row);
  page.value = "1";
  for (const [input, value] of [[left, box.left], [top, box.top], [width, box.width], [height, box.height]]) {
    input.value = value.toFixed(2);
  }
}

function add(last) {
  const row = last.cloneNode(true);
  row.removeAttribute("aria-label");
  for (const input of row.querySelectorAll("input")) input.value = "";
  last.after(row);
  return row;
}

document.querySelectorAll("[data-boxes]").forEach(follow);
