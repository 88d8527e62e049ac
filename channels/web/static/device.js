// A phone that several people use: forgetting on request, covering after a while, leaving at once in danger.

import { config, made, word } from "./view.js";

const OWED = "motcua.forget"; // this browser has to forget, but the line was cut
const SEEN = "motcua.seen"; // when the page was last touched
const others = "BroadcastChannel" in window ? new BroadcastChannel("motcua") : null;

/** Asks the server to take the cookie back. False where the line is cut: then it is owed. */
export async function forgetCookie() {
  localStorage.setItem(OWED, "1");
  try {
    const answer = await fetch("/api/chat/forget", { method: "POST", keepalive: true });
    if (!answer.ok) return false;
  } catch (error) {
    console.info("not forgotten yet:", error.name);
    return false;
  }
  localStorage.removeItem(OWED);
  localStorage.removeItem(SEEN);
  return true;
}

/** Whether this browser still owes to forget: then nothing may be shown before it has. */
export const owes = () => localStorage.getItem(OWED) !== null;

/** Tells other tabs of this browser. */
export function tellOthers() {
  others?.postMessage("forgotten");
}

/** Calls back when another tab made this browser forget. */
export function onForgottenElsewhere(back) {
  if (others) others.onmessage = back;
}

/** Leaves for a blank page, leaving nothing here; what is owed to the server goes on behind. */
export function leave(payload) {
  document.body.replaceChildren();
  document.title = "";
  if (payload) {
    const body = JSON.stringify({ choice: payload });
    fetch("/api/chat", { method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body })
      .catch((error) => console.info("not told:", error.name));
  }
  forgetCookie();
  sessionStorage.clear();
  tellOthers();
  location.replace("about:blank");
}

function fill(dialog, name, sentences, buttons) {
  const title = made("h2", "", word(`${name}_title`));
  title.id = `${dialog.id}-title`;
  dialog.replaceChildren(title, ...sentences.map((sentence) => made("p", "", word(sentence))));
  for (const [text, className, act] of buttons) {
    const button = made("button", className, text);
    button.type = "button";
    button.addEventListener("click", () => {
      dialog.close();
      act();
    });
    dialog.append(button);
  }
}

/** "Quên máy này": says what stays and what goes, then does it. `erase` is called to erase the declaration first. */
export function askToForget(forget, erase) {
  const dialog = document.getElementById("forgetting");
  fill(dialog, "forget", ["forget_text", "forget_kept", ...(erase ? ["forget_erase"] : [])], [
    [word("forget_yes"), "main", forget],
    ...(erase ? [[config.help.erase, "", erase]] : []),
    [word("forget_no"), "", () => {}],
  ]);
  dialog.showModal();
}

/** Covers the exchange when nobody has touched the page for a while, also when that while passed with it closed. */
export function coverWhenIdle(hasTalk, forget) {
  const dialog = document.getElementById("cover");
  const most = config.idleMinutes * 60000;
  const idle = () => Date.now() - Number(localStorage.getItem(SEEN) ?? Date.now()) > most;
  const touched = () => dialog.open || localStorage.setItem(SEEN, String(Date.now()));
  const look = () => {
    if (dialog.open || !hasTalk() || !idle()) return;
    for (const other of document.querySelectorAll("dialog[open]")) other.close();
    fill(dialog, "cover", ["cover_text"], [
      [word("cover_yes"), "main", touched],
      [word("cover_no"), "", forget],
    ]);
    dialog.showModal();
  };
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touched, { passive: true });
  document.addEventListener("visibilitychange", look);
  setInterval(look, 20000);
  look();
  touched();
}
