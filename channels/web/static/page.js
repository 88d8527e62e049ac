// The page: what was said before is fetched, what is said now goes through the outbox, what comes is shown once.

import { fit, giveBack, onAnswer, settle } from "./answer.js";
import * as device from "./device.js";
import { listen } from "./events.js";
import { addListen, silence } from "./listen.js";
import { newId, Outbox } from "./outbox.js";
import { offerPhoto, onPhoto } from "./photo.js";
import * as view from "./view.js";

const { config, word } = view;
const byId = (id) => document.getElementById(id);
const starts = [...byId("choices").querySelectorAll("button")].map((b) => ({ title: b.textContent, text: b.dataset.say }));
const menu = byId("menu").textContent;
const RESTING = new Set(["idle", "submitted", "cancelled"]); // something new may be started
const command = (name) => ({ title: config.help[name], choice: `cmd:${name}` });

let standing = { asking: null, state: "idle", dossier: null };
let listener = null;
let lastReply = "";
let byTap = false;
let talked = false;

const outbox = new Outbox({
  state(entry, name, seconds) {
    const text = { sending: word("sending"), waiting: word("waiting") }[name];
    if (text) view.showState(entry.id, text);
    else if (name !== "again") {
      view.showState(entry.id, word("unsent"), "bad");
      view.scrollToEnd();
    }
    if (name === "busy") view.showStatus(word("busy"));
    else if (name === "too_fast") view.showStatus(word("too_fast", { seconds }));
    else if (name === "unsent") view.showStatus(word("offline"));
    else if (name === "waiting") follow(), line();
  },
  answered(entry, body) {
    view.showState(entry.id, word("sent"), "sent");
    line();
    show(body);
    if (body.replies.length) view.scrollTo(byId("log").lastElementChild); // its replies may have come by the events
    follow();
  },
  refused(entry, problem) {
    view.showState(entry.id, [word("refused"), problem.citizen].filter(Boolean).join(" "), "bad");
    line();
    if (entry.text !== undefined) giveBack(entry.text);
    offer();
    view.scrollToEnd();
  },
});

/** One thing said by the citizen: {title, text | choice | photo}. */
function say(what) {
  if (what.choice !== undefined && what.choice === standing.asking?.leave) {
    leave(what.choice);
    return;
  }
  silence();
  const entry = { id: newId(), ...what };
  view.showCitizen(entry.id, entry.title);
  view.showChoices([], "", () => {});
  offerPhoto(false);
  begun();
  view.scrollToEnd();
  outbox.add(entry);
}

/** Replies and where the conversation stands, from an answer, an event or the history. */
function show({ replies, ...now }) {
  if (replies.some((reply) => reply.leave)) {
    leave();
    return;
  }
  standing = now;
  const turn = view.showReplies(replies);
  if (replies.length) lastReply = replies.at(-1).id;
  if (turn) addListen(turn, view.showStatus);
  view.showProgress(now.asking, now.state);
  view.showReceipt(now.state === "submitted" ? now.dossier : null);
  offer();
  if (turn) view.scrollTo(turn);
}

/** What can be tapped now. */
function offer() {
  const { asking, state } = standing;
  let choices = (asking?.options ?? []).map(({ id, title }) => ({ title, choice: id }));
  let heading = "";
  if (!choices.length && !asking && RESTING.has(state)) [choices, heading] = [starts, menu];
  else if (!choices.length && (state === "paused" || state === "queued")) choices = [command("resume")];
  if (outbox.waiting.length) choices = []; // the answer to what is on its way comes first
  const hadFocus = view.showChoices(choices, heading, say);
  fit(asking);
  offerPhoto(asking?.photo && !outbox.waiting.length);
  byId("help").hidden = !talked || state === "queued" || state === "officer";
  if (talked && !outbox.waiting.length) {
    if (choices.length && (hadFocus || document.activeElement === document.body) && !byTap) byId("choices").focus({ preventScroll: true });
    else settle(choices.length > 0, byTap);
  }
}

function openHelp(open) {
  byId("helps").hidden = !open;
  byId("help").setAttribute("aria-expanded", String(open));
}

/** The first words make this a conversation: there is something to forget and to listen for. */
function begun() {
  talked = true;
  byId("forget").hidden = false;
}

function follow() {
  listener ??= listen(lastReply, show);
}

/** What the line above the input says when nothing else is wrong. */
function line() {
  view.showStatus(navigator.onLine ? "" : word("offline"));
}

async function forget() {
  outbox.clear();
  listener?.close();
  silence();
  const done = await device.forgetCookie();
  device.tellOthers();
  sessionStorage.clear();
  if (done) location.reload();
  else clear(word("not_forgotten"));
}

/** Nothing of the exchange is left on the screen; it may be used again once the server has forgotten. */
function clear(sentence) {
  byId("log").replaceChildren();
  byId("receipt").hidden = byId("progress").hidden = byId("helps").hidden = byId("form").hidden = byId("forget").hidden = true;
  view.showChoices([], "", () => {});
  offerPhoto(false);
  view.showStatus(sentence);
  untilForgotten().then(() => location.reload());
}

function leave(payload) {
  outbox.clear();
  listener?.close();
  silence();
  device.leave(payload);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function untilForgotten() {
  while (device.owes() && !(await device.forgetCookie())) await pause(3000);
}

async function before() {
  const pending = outbox.waiting.map((entry) => "pending=" + encodeURIComponent(entry.id)).slice(0, 50).join("&");
  for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
    try {
      const answer = await fetch("/api/chat/history" + (pending && "?" + pending));
      if (answer.ok) return await answer.json();
    } catch (error) {
      console.info("history not loaded yet:", error.name);
    }
    view.showStatus(word("not_loaded"));
    await pause(wait);
  }
}

async function start() {
  byId("forget").hidden = true;
  byId("welcome").querySelector(".machine").dataset.id = "welcome";
  addListen(byId("welcome"), view.showStatus);
  onAnswer((text) => (byTap = false, say({ title: text, text })));
  onPhoto((photo) => say({ title: word("photo"), photo }));
  byId("help").addEventListener("click", () => openHelp(byId("helps").hidden));
  for (const button of byId("helps").querySelectorAll("button")) {
    button.addEventListener("click", () => {
      openHelp(false);
      say({ title: button.textContent, choice: `cmd:${button.dataset.command}` });
    });
  }
  byId("forget").addEventListener("click", () => device.askToForget(forget, talked ? () => say(command("erase")) : null));
  addEventListener("pointerdown", () => (byTap = true), { passive: true, capture: true });
  addEventListener("keydown", () => (byTap = false), { passive: true, capture: true });
  addEventListener("online", line);
  addEventListener("offline", line);
  device.onForgottenElsewhere(() => location.reload());
  if (device.owes()) {
    view.showStatus(word("not_forgotten"));
    await untilForgotten();
  }
  const told = await before();
  line();
  if (told.messages.length || outbox.waiting.length) begun();
  remember(told);
  device.coverWhenIdle(() => talked, forget);
  outbox.send();
}

/** What was said before, and what is still on its way, as if it were just said. */
function remember({ messages, ...now }) {
  let together = [];
  const flush = () => {
    const turn = view.showReplies(together);
    if (turn) addListen(turn, view.showStatus);
    together = [];
  };
  for (const message of messages) {
    if (message.from === "machine") {
      together.push(message);
      lastReply = message.id;
    } else {
      flush();
      view.showCitizen(message.message_id ?? newId(), message.text);
    }
  }
  flush();
  for (const entry of outbox.waiting) view.showCitizen(entry.id, entry.title);
  show({ replies: [], ...now });
  if (messages.length) follow();
  if (talked) view.scrollTo(byId("log").lastElementChild);
}

start();
