// Sends messages in their order, one at a time, each until it is answered. The same message id makes repeating
// harmless, so a message is given up only when the server refuses it. What is unsent survives a reload of the page
// (sessionStorage: gone with the tab), and nothing of it is left once it was answered.

const KEPT = "motcua.unsent";
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;
const PATIENCE = 40000;
const PATIENCE_PHOTO = 240000; // half a megabyte over a line of the mountains

/** A name that no other message has. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  #queue = [];
  #busy = false;
  #closed = false;
  #wake = () => {};
  #abort = null;

  /** `on`: {state(entry, name, seconds), answered(entry, body), refused(entry, problem)}. */
  constructor(on) {
    this.on = on;
    try {
      this.#queue = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    } catch (error) {
      console.warn("unsent messages cannot be read", error);
    }
    addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
  }

  /** What is not answered yet: [{id, title, text | choice | photo}]. */
  get waiting() {
    return [...this.#queue];
  }

  /** Keeps a message and sends it in its turn. */
  add(entry) {
    this.#queue.push(entry);
    this.#keep();
    this.send();
  }

  /** Tries at once instead of at the end of a pause. */
  wake() {
    this.#wake();
  }

  /** Lets go of everything, also of what is just being sent. */
  clear() {
    this.#closed = true;
    this.#queue = [];
    this.#keep();
    this.#abort?.abort();
    this.#wake();
  }

  async send() {
    if (this.#busy) return;
    this.#busy = true;
    let tries = 0;
    while (this.#queue.length && !this.#closed) {
      const entry = this.#queue[0];
      const { state, pause = 0, body } = await this.#try(entry, tries);
      if (this.#closed) break;
      if (state === "answered" || state === "refused") {
        this.#queue.shift();
        this.#keep();
        tries = 0;
        this.on[state](entry, body);
      } else {
        tries += 1;
        this.on.state(entry, state, Math.ceil(pause / 1000));
        await this.#pause(pause);
      }
    }
    this.#busy = false;
  }

  async #try(entry, tries) {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** tries);
    this.on.state(entry, tries ? "again" : "sending", 0);
    this.#abort = new AbortController();
    const timer = setTimeout(() => this.#abort.abort(), entry.photo ? PATIENCE_PHOTO : PATIENCE);
    try {
      const answer = await fetch("/api/chat", { method: "POST", signal: this.#abort.signal, ...content(entry) });
      const body = await answer.json();
      if (answer.status === 200) return { state: "answered", body };
      if (answer.status === 202) return { state: "waiting", pause: Math.min(pause, 3000) };
      if (answer.status === 429) return { state: "too_fast", pause: Number(answer.headers.get("Retry-After") ?? 60) * 1000 };
      if (answer.status >= 500 || body.retryable) return { state: "busy", pause };
      return { state: "refused", body };
    } catch (error) {
      // A cut line, an answer cut short, or a page that somebody between us put in place of ours: sent again.
      console.info("not sent yet:", error.name);
      return { state: "unsent", pause };
    } finally {
      clearTimeout(timer);
    }
  }

  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** A photo is not kept: it would be left on a shared telephone. */
  #keep() {
    const kept = this.#queue.filter((entry) => !entry.photo);
    if (kept.length) sessionStorage.setItem(KEPT, JSON.stringify(kept));
    else sessionStorage.removeItem(KEPT);
  }
}

/** Headers and body of a message. */
function content({ id: message_id, text, choice, photo }) {
  if (photo) {
    const body = new FormData();
    body.append("message_id", message_id);
    body.append("file", photo, "photo");
    return { body };
  }
  const body = JSON.stringify(choice === undefined ? { message_id, text } : { message_id, choice });
  return { headers: { "Content-Type": "application/json" }, body };
}
