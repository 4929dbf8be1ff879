// Marks, while somebody writes, what the server says could identify a person or a company.
// The server decides: this sends the text (data-detect), shows the list that comes back (data-hits)
// and lays a mark under each hit. The list is the accessible version; the marks are decoration.
const PAUSE = 600;
const AGAIN = 3000; // while a job reads a long text

function watch(box) {
  const mirror = box.parentElement.querySelector(".mirror");
  const list = document.getElementById(box.dataset.hits);
  const state = { text: box.value, marks: [], timer: 0, request: null };

  function paint() {
    const parts = [];
    let at = 0;
    for (const { start, end } of state.marks) {
      if (start < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = state.text.slice(start, end);
      parts.push(state.text.slice(at, start), mark);
      at = end;
    }
    // The last line break would have no height without a character behind it.
    mirror.replaceChildren(...parts, `${state.text.slice(at)}\u200b`);
    mirror.scrollTop = box.scrollTop;
  }

  function read() {
    const offsets = utf16Offsets(state.text);
    state.marks = [...list.querySelectorAll("[data-start]")]
      .filter(({ dataset }) => !dataset.field || dataset.field === box.name)
      .map(({ dataset }) => ({ start: offsets[dataset.start], end: offsets[dataset.end] }))
      .sort((a, b) => a.start - b.start);
    paint();
  }

  async function ask() {
    state.request?.abort();
    state.request = new AbortController();
    const text = box.value;
    // Not FormData: that would turn each line break into two characters and shift every hit.
    const body = new URLSearchParams({ csrf_token: box.form.elements.csrf_token.value, field: box.name, text });
    const reply = await fetch(box.dataset.detect, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
      signal: state.request.signal,
    }).catch(() => null);
    if (!reply?.ok || text !== box.value) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (text !== box.value) return;
    // Whoever is deciding in the list is not to lose the place.
    if (list.contains(document.activeElement)) return wait();
    list.replaceChildren(...page.body.childNodes);
    state.text = text;
    read();
    wait();
  }

  // The draft saves itself before the job reads it, so the answer comes without another key.
  function wait() {
    if (!list.querySelector("[data-checking]")) return;
    clearTimeout(state.timer);
    state.timer = setTimeout(ask, AGAIN);
  }

  box.addEventListener("input", () => {
    state.marks = moved(state.marks, state.text, box.value);
    state.text = box.value;
    paint();
    clearTimeout(state.timer);
    state.timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("scroll", () => {
    mirror.scrollTop = box.scrollTop;
  });
  read();
  wait();
}

// Python counts code points, the browser counts UTF-16 units: index i holds where code point i begins.
function utf16Offsets(text) {
  const offsets = [0];
  for (const character of text) offsets.push(offsets.at(-1) + character.length);
  return offsets;
}

// Until the server has answered, marks before the edit stay, marks behind it shift, marks inside it go.
function moved(marks, before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  const room = Math.min(before.length, after.length) - head;
  while (tail < room && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const shift = after.length - before.length;
  return marks.flatMap(({ start, end }) => {
    if (end <= head) return [{ start, end }];
    if (start >= before.length - tail) return [{ start: start + shift, end: end + shift }];
    return [];
  });
}

document.querySelectorAll("textarea[data-detect]").forEach(watch);
