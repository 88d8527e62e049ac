// What comes unasked: an officer's words, a receipt, the answer to a message whose line was cut.

const AGAIN = 5000;
const LONG_HIDDEN = 30000;

/** Listens from the reply `last` on, and again whenever the line comes back. Returns {close}. */
export function listen(last, onEvent) {
  let source = null;
  let timer = 0;
  let hiddenAt = 0;
  let closed = false;

  const open = () => {
    clearTimeout(timer);
    source?.close();
    if (closed) return;
    source = new EventSource("/api/chat/events" + (last ? "?last_event_id=" + encodeURIComponent(last) : ""));
    source.onmessage = (event) => {
      last = event.lastEventId;
      onEvent(JSON.parse(event.data));
    };
    source.onerror = () => {
      // Cut: it connects again by itself. Refused: it does not.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN);
    };
  };
  const seen = () => {
    // A line that slept in a pocket may be dead without knowing.
    if (document.hidden) hiddenAt = Date.now();
    else if (Date.now() - hiddenAt > LONG_HIDDEN) open();
  };
  addEventListener("online", open);
  document.addEventListener("visibilitychange", seen);
  open();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      source?.close();
      removeEventListener("online", open);
      document.removeEventListener("visibilitychange", seen);
    },
  };
}
