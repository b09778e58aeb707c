// Small helps on top of pages that work without them: design-system controls, the phone menu, the session's end, unsaved text.
const body = document.body;
body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) body.classList.add("govuk-frontend-supported");

if (body.dataset.controls) {
  import(body.dataset.controls).then(({ initAll }) => initAll(), () => body.classList.remove("govuk-frontend-supported"));
}

// The menu and the section list close on Escape and give the focus back.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details.app-menu[open], details.app-tabs__phone[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// Text in a form marked data-keep="name" waits in this tab only (sessionStorage), and leaves it once the form is saved or the tab is closed.
const keyOf = (form) => `kept:${location.pathname}:${form.dataset.keep}`;
const isKeepable = (field) => field.name && !["hidden", "password", "file", "submit", "button"].includes(field.type) && !field.autocomplete?.includes("one-time-code");
for (const form of document.querySelectorAll("form[data-keep]")) {
  const kept = JSON.parse(sessionStorage.getItem(keyOf(form)) || "null");
  if (kept && !document.querySelector(".govuk-error-summary")) {
    for (const field of form.elements) {
      if (!isKeepable(field) || !(field.name in kept)) continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = kept[field.name].includes(field.value);
      else if (!field.value) field.value = kept[field.name][0];
    }
    const note = form.querySelector("[data-kept-note]");
    if (note) note.hidden = false;
  }
  const keep = () => {
    const values = {};
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && isKeepable(form.elements[name]?.[0] ?? form.elements[name])) (values[name] ??= []).push(value);
    sessionStorage.setItem(keyOf(form), JSON.stringify(values));
  };
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
}
// A page reached after saving says so with <body data-kept-done="/path:name">; the page after signing out says <body data-forget>.
if (body.dataset.keptDone) sessionStorage.removeItem(`kept:${body.dataset.keptDone}`);
if ("forget" in body.dataset) sessionStorage.clear();

// Five minutes before the end of the session the warning appears; its words change once a minute and are not read out again.
const warning = document.querySelector(".app-expiry");
const minutes = Number(body.dataset.sessionMinutes);
if (warning && minutes) {
  let endsAt = Date.now() + minutes * 60000;
  const words = warning.querySelector(".app-expiry__words");
  const look = () => {
    const left = Math.ceil((endsAt - Date.now()) / 60000);
    warning.hidden = left > 5;
    words.textContent = left > 0 ? `You will be signed out in ${left} ${left === 1 ? "minute" : "minutes"}.` : "You have been signed out.";
  };
  warning.querySelector(".app-expiry__stay").addEventListener("click", async (event) => {
    event.preventDefault();
    const answer = await fetch("/account/", { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (answer && answer.ok) { endsAt = Date.now() + minutes * 60000; look(); } else { words.textContent = "You have been signed out. Sign in again in another tab, then save."; }
  });
  setInterval(look, 60000);
}

// A form with data-draft="/drafts/" is kept on the server as it is typed: every ten seconds, and when its page is left or hidden.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const note = form.querySelector("[data-draft-note]");
  let isTyped = false;
  let isSent = false;
  const keepDraft = async () => {
    if (!isTyped || isSent) return;
    isTyped = false;
    const sent = { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin", keepalive: true };
    const answer = await fetch(form.dataset.draft, sent).catch(() => null);
    const said = answer && answer.ok ? await answer.json().catch(() => null) : null;
    if (!said) isTyped = true;
    if (note) note.textContent = said ? said.words : "Draft not saved. Your text is still here.";
  };
  form.addEventListener("input", () => { isTyped = true; });
  form.addEventListener("submit", () => { isSent = true; });
  setInterval(keepDraft, 10000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keepDraft(); });
  addEventListener("pagehide", keepDraft);
}

// Single keys, where a page shows their legend: J and K move through the pairs of a table, S and D choose a decision; data-key names others of a page (a link is followed, a field gets the focus). Save stays a press of its own.
// Never while something is typed or chosen, with another key held, or while a key is kept down.
if (document.querySelector("form[data-keys]")) {
  const links = [...document.querySelectorAll(".app-table th a")];
  const choose = (value) => document.querySelector(`input[type="radio"][name="decision"][value="${value}"]`);
  const step = (by) => links[Math.min(links.length - 1, Math.max(0, links.indexOf(document.activeElement) + by))];
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest("input:not([type=radio]), textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    const meant = document.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? { j: () => step(1), k: () => step(-1), s: () => choose("same"), d: () => choose("different") }[key]?.();
    if (!meant) return;
    event.preventDefault();
    meant.focus();
    if (meant.matches(`[name="decision"], a[data-key]`)) meant.click();
  });
}

// How long a case has had at a meeting: counts on from what the server said, can be paused, and is never read out by itself.
const timer = document.querySelector("[data-elapsed]");
if (timer) {
  const pause = document.querySelector("[data-pause]");
  let seconds = Number(timer.dataset.elapsed), runs = true;
  const show = () => { timer.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`; };
  show();
  pause.hidden = false;
  pause.addEventListener("click", () => { runs = !runs; pause.textContent = runs ? "Pause the timer" : "Go on with the timer"; });
  setInterval(() => { if (runs) { seconds += 1; show(); } }, 1000);
}

// A long job: every five seconds its words and its bar are fetched anew; once it is over, the whole page is. The link to refresh stays what it is.
const job = document.querySelector("[data-live]");
if (job) {
  const asking = setInterval(async () => {
    if (document.visibilityState === "hidden") return;
    const answer = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (!now) {
      clearInterval(asking);
      location.reload();
    } else if (now.querySelector("p").textContent !== job.querySelector("p").textContent) {
      for (const part of ["p", "svg"]) job.querySelector(part).replaceWith(now.querySelector(part));
    }
  }, 5000);
}
