// Where an answer is written: the right keyboard for what is asked, and Enter sends.

import { word } from "./view.js";

const DIGITS = new Set(["national_id", "old_id", "number", "money", "date"]);
const box = document.getElementById("say");
const letters = document.getElementById("letters");
const touch = matchMedia("(pointer: coarse)");
let wanted = "text";

/** Fits the input to what is asked: digits for numbers and dates ("12 3 1995" is read as well as "12/3/1995"). */
export function fit(asking) {
  const kind = asking?.options.length && asking.kind === "choice" ? "" : asking?.kind;
  wanted = DIGITS.has(kind) ? "numeric" : kind === "phone" ? "tel" : kind === "email" ? "email" : "text";
  box.autocapitalize = kind === "person_name" ? "words" : kind === "email" ? "none" : "sentences";
  keyboard(wanted);
}

/** After a turn: the keyboard goes where there is something to tap, and stays where one has to write. */
export function settle(choices, byTap) {
  if (choices && touch.matches) box.blur();
  else if (!choices && !(byTap && touch.matches)) box.focus({ preventScroll: true });
}

/** Calls `send(text)` for what was written. */
export function onAnswer(send) {
  const form = document.getElementById("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    send(text);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  letters.addEventListener("click", () => {
    keyboard(box.inputMode === "text" ? wanted : "text");
    box.blur(); // telephones change the keyboard only when the input is entered
    box.focus();
  });
}

/** Gives back a text that was refused, unless something new was begun. */
export function giveBack(text) {
  if (!box.value) box.value = text;
}

function keyboard(mode) {
  box.inputMode = mode;
  letters.hidden = wanted === "text" || !touch.matches;
  letters.textContent = word(mode === "text" ? "digits" : "letters");
}
