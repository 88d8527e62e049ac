// "Nghe": the machine's words aloud, made by the server. One thing at a time; from the bubble that was tapped to the
// end of its turn.

import { config, made, word } from "./view.js";

let player = null;
let stop = () => {};

/** Puts the button below a turn's replies, if this installation can speak. */
export function addListen(turn, onFailure) {
  if (!config.speech || turn.querySelector(".listen")) return;
  const button = made("button", "listen", word("listen"));
  button.type = "button";
  button.addEventListener("click", () => {
    if (button.dataset.on) stop();
    else play(turn, button, onFailure);
  });
  turn.append(button);
}

/** Falls silent. */
export function silence() {
  stop();
}

function play(turn, button, onFailure) {
  stop();
  player ??= new Audio();
  const replies = [...turn.querySelectorAll(".machine")];
  let at = -1;
  button.dataset.on = "1";
  button.textContent = word("stop");
  stop = () => {
    player.onended = player.onerror = null;
    player.pause();
    player.removeAttribute("src");
    for (const reply of replies) reply.classList.remove("aloud");
    delete button.dataset.on;
    button.textContent = word("listen");
    stop = () => {};
  };
  const fail = () => {
    stop();
    onFailure(word("listen_failed"));
  };
  const next = () => {
    replies[at]?.classList.remove("aloud");
    at += 1;
    if (at === replies.length) {
      stop();
      return;
    }
    replies[at].classList.add("aloud");
    player.src = `/api/chat/speech/${replies[at].dataset.id}`;
    const mine = stop;
    player.play().catch((error) => {
      if (error.name !== "AbortError" && stop === mine) fail(); // AbortError: somebody tapped "Dừng"
    });
  };
  player.onended = next;
  player.onerror = fail;
  next();
}
