// What shows for some seconds: that somebody types, and short notices.
import { texts } from "./elements.js";

const TYPING_MS = 5000;
const TOAST_MS = 4000;

export function createFlash(root) {
  const state = root.querySelector('[data-part="state"]');
  const notice = root.querySelector(".toast");
  let typingEnds;
  let toastEnds;

  function showTyping(typing = true) {
    clearTimeout(typingEnds);
    state.textContent = typing ? texts.typing : state.dataset.idle;
    if (typing) typingEnds = setTimeout(() => showTyping(false), TYPING_MS);
  }

  function toast(text) {
    clearTimeout(toastEnds);
    notice.textContent = text;
    notice.hidden = false;
    toastEnds = setTimeout(() => {
      notice.hidden = true;
    }, TOAST_MS);
  }

  return { showTyping, toast };
}
