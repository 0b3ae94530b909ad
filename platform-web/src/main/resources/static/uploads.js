// Sends trace files in pieces by tus 1.0, so that a broken connection goes on where it stopped. Without it, the form sends one file.

const panel = document.getElementById("send");
const texts = panel.dataset;
const input = panel.querySelector("input[type=file]");
const folder = document.getElementById("folder");
const list = document.getElementById("sending");
const summary = document.getElementById("sending-summary");
const pattern = document.getElementById("sending-row").content.firstElementChild;
const atOnce = document.getElementById("at-once");

const MOST_SENDING = 2;
const MOST_FILES = 500;
const PIECE = 32 * 1024 * 1024;
const WINDOW_MILLIS = 8000;
const TRACES = /(\.(jsonl?|ndjson|csv|tsv|txt|log|parquet|pq|gz|tgz|zst|zstd|bz2|zip|tar)|^[^.]+)$/i;

const items = [];
let library;

function text(name, ...values) {
  return values.reduce((said, value, index) => said.replaceAll(`{${index}}`, value), texts[name]);
}

function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let unit = 0;
  while (bytes >= 999.5 && unit < units.length - 1) {
    bytes /= 1000;
    unit++;
  }
  return `${unit > 0 && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${units[unit]}`;
}

function duration(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

// The library is fetched when the first file is chosen: most visits send none.
function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = texts.library;
    script.onload = () => resolve(window.tus);
    script.onerror = () => reject(new Error(texts.broken));
    document.head.append(script);
  });
  return library;
}

function headers() {
  return JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
}

// What the server says of a failure, or else what it means to the person.
function reason(failure) {
  const response = failure.originalResponse;
  const said = response?.getHeader("Content-Type")?.startsWith("text/plain") ? response.getBody() : "";
  if (said) return said;
  if (response === undefined && !failure.originalRequest) return failure.message;
  const status = response?.getStatus() ?? 0;
  if (status === 0) return text("offline");
  return text(status === 403 ? "signedOut" : "broken");
}

class Sending {
  constructor(file) {
    this.file = file;
    this.state = "queued";
    this.sent = 0;
    this.marks = [];
    this.row = pattern.cloneNode(true);
    this.part = (name) => this.row.querySelector(`[data-part=${name}]`);
    this.part("name").textContent = file.name;
    this.part("size").textContent = size(file.size);
    this.part("bar").max = Math.max(1, file.size);
    this.part("bar").setAttribute("aria-label", file.name);
    for (const [name, act] of [["pause", () => this.pause()], ["resume", () => this.enqueue()], ["cancel", () => this.cancel()]]) {
      this.part(name).addEventListener("click", act);
      this.part(name).setAttribute("aria-label", `${this.part(name).textContent}: ${file.name}`);
    }
    list.append(this.row);
    this.show();
  }

  enqueue() {
    this.to("queued");
    next();
  }

  async start() {
    this.to("sending");
    this.marks = [];
    try {
      const tus = await load();
      this.upload ??= new tus.Upload(this.file, {
        endpoint: texts.endpoint,
        chunkSize: PIECE,
        retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
        removeFingerprintOnSuccess: true,
        headers: headers(),
        metadata: { filename: this.file.name, preview: String(this.waits) },
        onProgress: (sent) => this.progress(sent),
        onAfterResponse: (request, response) => this.heard(response),
        onShouldRetry: (failure) => this.mayRetry(failure),
        onSuccess: () => this.done(),
        onError: (failure) => this.failed(failure),
      });
      const earlier = this.upload.url ? [] : await this.upload.findPreviousUploads();
      if (earlier.length > 0) this.upload.resumeFromPreviousUpload(earlier[0]);
      if (this.state === "sending") this.upload.start();
    } catch (failure) {
      this.failed(failure);
    }
  }

  heard(response) {
    this.id = response.getHeader("Downshift-Upload") ?? this.id;
    this.already = response.getHeader("Downshift-Already") === "true" || this.already;
  }

  mayRetry(failure) {
    const status = failure.originalResponse?.getStatus() ?? 0;
    if (this.state === "sending") this.part("detail").textContent = text("retrying");
    return status < 400 || status === 409 || status === 423 || status >= 500;
  }

  progress(sent) {
    this.sent = sent;
    const now = performance.now();
    this.marks = this.marks.filter((mark) => now - mark.at < WINDOW_MILLIS);
    this.marks.push({ at: now, sent });
    if (this.state !== "sending" || now - (this.shown ?? 0) < 250) return;
    this.shown = now;
    this.show();
  }

  rate() {
    const first = this.marks[0];
    const last = this.marks.at(-1);
    return this.marks.length > 1 && last.at > first.at ? ((last.sent - first.sent) * 1000) / (last.at - first.at) : 0;
  }

  pause() {
    this.upload?.abort();
    this.to("paused");
    next();
  }

  async cancel() {
    const upload = this.upload;
    this.to("cancelled");
    try {
      await upload?.abort(true);
    } catch {
      // What the server could not be told now is deleted there when it expires.
    }
    next();
  }

  done() {
    this.sent = this.file.size;
    this.to(this.already ? "already" : "done");
    next();
  }

  failed(failure) {
    this.reason = reason(failure);
    this.to("failed");
    next();
  }

  to(state) {
    if (this.state === "cancelled") return;
    this.state = state;
    this.show();
  }

  show() {
    this.part("bar").value = this.file.size === 0 && this.isDone() ? 1 : this.sent;
    const rate = this.rate();
    this.part("detail").textContent = this.state === "sending" && rate > 0
      ? text("progress", size(this.sent), size(this.file.size), size(rate), duration((this.file.size - this.sent) / rate))
      : this.state === "failed" ? `${text("failed")} ${this.reason}` : text(this.state);
    this.row.dataset.state = this.state;
    this.part("pause").hidden = this.state !== "sending" && this.state !== "queued";
    this.part("resume").hidden = this.state !== "paused" && this.state !== "failed";
    this.part("cancel").hidden = this.isDone() || this.state === "cancelled";
    this.part("bar").hidden = this.state === "cancelled";
    const link = this.part("open");
    link.hidden = !this.id;
    if (this.id) link.href = `${texts.uploads}/${this.id}`;
  }

  isDone() {
    return this.state === "done" || this.state === "already";
  }

  isOver() {
    return this.isDone() || this.state === "cancelled" || this.state === "failed";
  }
}

function next() {
  const sending = items.filter((item) => item.state === "sending").length;
  items.filter((item) => item.state === "queued").slice(0, MOST_SENDING - sending).forEach((item) => item.start());
  announce();
  if (items.length > 0 && items.every((item) => item.isOver())) ended();
}

// One file opens its page, like the form does; of several, the list shows what came of them.
function ended() {
  if (items.length === 1 && items[0].isDone()) {
    location.assign(`${texts.uploads}/${items[0].id}`);
  } else if (items.some((item) => item.isDone())) {
    refresh();
  }
}

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("uploads-box");
  const box = document.getElementById("uploads-box");
  if (!fresh || !box) return;
  box.replaceWith(fresh);
  window.htmx?.process(fresh);
}

let announced = 0;

function announce() {
  const now = performance.now();
  const over = items.every((item) => item.isOver());
  if (items.length === 0 || (!over && now - announced < 5000)) return;
  announced = now;
  const total = items.reduce((sum, item) => sum + item.file.size, 0);
  const sent = items.reduce((sum, item) => sum + item.sent, 0);
  summary.textContent = text("summary", items.filter((item) => item.isDone()).length, items.length, total === 0 ? 100 : Math.floor((sent * 100) / total));
}

setInterval(() => {
  if (items.some((item) => item.state === "sending")) announce();
}, 1000);

function say(message) {
  document.getElementById("sending-note").textContent = message;
}

function take(files, leftOut = 0) {
  if (files.length > MOST_FILES) {
    say(text("tooMany", MOST_FILES));
    return;
  }
  say(leftOut > 0 ? text("leftOut", leftOut) : "");
  for (let at = items.length - 1; at >= 0; at--) {
    if (items[at].isOver()) {
      items[at].row.remove();
      items.splice(at, 1);
    }
  }
  const waits = files.length === 1 && !atOnce.checked;
  for (const file of files) {
    const item = new Sending(file);
    item.waits = waits;
    items.push(item);
  }
  list.hidden = false;
  next();
}

function takeFolder(files) {
  const traces = files.filter((file) => TRACES.test(file.name));
  take(traces, files.length - traces.length);
}

function entries(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const found = [];
  const reader = entry.createReader();
  for (let some = await entries(reader); some.length > 0; some = await entries(reader)) {
    for (const inside of some) found.push(...(await filesIn(inside)));
  }
  return found;
}

panel.addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.files.length === 0) return;
  take([...input.files]);
  input.value = "";
});

document.getElementById("choose-folder").addEventListener("click", () => folder.click());
folder.addEventListener("change", () => {
  takeFolder([...folder.files]);
  folder.value = "";
});

for (const kind of ["dragenter", "dragover"]) {
  panel.addEventListener(kind, (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    panel.classList.add("dropping");
  });
}
panel.addEventListener("dragleave", (event) => {
  if (!panel.contains(event.relatedTarget)) panel.classList.remove("dropping");
});
panel.addEventListener("drop", async (event) => {
  event.preventDefault();
  panel.classList.remove("dropping");
  const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (dropped.length === 0) {
    take([...event.dataTransfer.files]);
    return;
  }
  const folders = dropped.some((entry) => entry.isDirectory);
  const files = (await Promise.all(dropped.map(filesIn))).flat();
  if (folders) takeFolder(files);
  else take(files);
});

atOnce.checked = localStorage.getItem("upload.at-once") === "true";
atOnce.addEventListener("change", () => localStorage.setItem("upload.at-once", String(atOnce.checked)));

addEventListener("beforeunload", (event) => {
  if (items.some((item) => item.state === "sending" || item.state === "queued")) event.preventDefault();
});

// What an earlier visit did not finish: the browser keeps no files, so the person chooses them again.
const unfinished = Object.keys(localStorage).filter((key) => key.startsWith("tus::")).map((key) => {
  try {
    return JSON.parse(localStorage.getItem(key)).metadata?.filename;
  } catch {
    return null;
  }
}).filter(Boolean);
if (unfinished.length > 0) say(text("interrupted", unfinished.slice(0, 5).join(", ")));

for (const element of panel.querySelectorAll("[data-with-script]")) element.hidden = false;
input.multiple = true;
