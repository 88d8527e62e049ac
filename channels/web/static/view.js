// What is seen. Everything that was said is put in as text, never as HTML.

const byId = (id) => document.getElementById(id);
export const config = JSON.parse(byId("config").textContent);
const { words } = config;

/** A sentence of the page, its {places} filled. */
export function word(name, params = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, key) => params[key]);
}

/** An element with a class and a text. */
export function made(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function bubble(className, who, text) {
  const element = made("div", `said ${className}`);
  element.append(made("span", "unseen", word(who) + " "), text);
  return element;
}

const bubbles = new Map(); // message id → {element, state}
const shown = new Set(); // ids of replies

/** The citizen's own message; its state is shown below it. Shown once. */
export function showCitizen(id, text) {
  if (bubbles.has(id)) return;
  for (const before of document.querySelectorAll(".state.sent")) before.remove();
  const turn = made("div", "turn");
  const state = made("p", "state");
  state.setAttribute("aria-live", "off");
  turn.append(bubble("citizen", "citizen", text), state);
  byId("log").append(turn);
  bubbles.set(id, { turn, state });
}

/** How a message stands: a sentence, and a class: "sent" goes with the next message, "bad" is bad news. */
export function showState(id, text, className = "") {
  const state = bubbles.get(id)?.state;
  if (!state) return;
  state.textContent = text;
  state.className = `state ${className}`;
}

/** Replies that were not shown yet, in one turn with those just before. Returns the turn, or null. */
export function showReplies(replies) {
  const fresh = replies.filter((reply) => !shown.has(reply.id));
  if (!fresh.length) return null;
  let turn = byId("log").lastElementChild;
  if (!turn?.classList.contains("heard")) {
    turn = made("div", "turn heard");
    byId("log").append(turn);
  }
  const listen = turn.querySelector(".listen");
  for (const reply of fresh) {
    shown.add(reply.id);
    const element = bubble("machine", "machine", reply.text);
    element.dataset.id = reply.id;
    turn.insertBefore(element, listen);
  }
  return turn;
}

/** The choices that can be made now: [{title, send}]. */
export function showChoices(choices, heading, onChoice) {
  const box = byId("choices");
  const hadFocus = box.contains(document.activeElement);
  box.replaceChildren();
  if (choices.length && heading) box.append(made("h2", "", heading));
  for (const choice of choices) {
    const button = made("button", "choice", choice.title);
    button.type = "button";
    button.addEventListener("click", () => {
      for (const other of box.querySelectorAll("button")) other.disabled = true; // one tap, one answer
      onChoice(choice);
    }, { once: true });
    box.append(button);
  }
  return hadFocus;
}

/** "Câu 4 trên khoảng 11", or nothing. */
export function showProgress(asking, state) {
  const step = asking?.progress;
  const reading = state === "review" && !step;
  byId("progress").hidden = !step && !reading;
  if (step) byId("step").textContent = word("progress", step);
  if (reading) byId("step").textContent = word("progress_review");
  byId("steps").max = step?.of ?? 1;
  byId("steps").value = step ? step.step - 1 : 1;
}

/** The receipt code, large, above the words that give it, once a declaration was sent. */
export function showReceipt(code) {
  const receipt = byId("receipt");
  if (code && byId("code").textContent !== code) {
    byId("code").textContent = code;
    byId("print").href = `/api/chat/dossier/${encodeURIComponent(code)}.pdf`;
    const told = [...byId("log").querySelectorAll(".machine")].findLast((said) => said.textContent.includes(code));
    told?.closest(".turn").before(receipt);
  }
  receipt.hidden = !code;
}

/** One line above the input about what goes wrong; empty: nothing does. */
export function showStatus(text) {
  if (byId("status").textContent !== text) byId("status").textContent = text;
}

/** Brings the newest turn into sight: its end, or its beginning where it is longer than the screen. */
export function scrollTo(turn) {
  const top = document.querySelector("header").getBoundingClientRect().bottom;
  const room = document.querySelector("footer").getBoundingClientRect().top - top;
  const before = turn.previousElementSibling;
  if (before?.id === "receipt" && !before.hidden) turn = before;
  const length = byId("main").getBoundingClientRect().bottom - turn.getBoundingClientRect().top;
  if (length > room) window.scrollBy(0, turn.getBoundingClientRect().top - top - 8);
  else scrollToEnd();
}

/** Brings the end into sight. */
export function scrollToEnd() {
  window.scrollTo(0, document.documentElement.scrollHeight);
}
