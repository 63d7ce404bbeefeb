// One phone: its conversation, its composer, its menus.
import { button, element, texts } from "./elements.js";
import { dayOf, drawDay, drawMessage, idOf } from "./message-view.js";

const TYPING_MS = 5000;
const TOAST_MS = 4000;

export function createPhoneView(platform, { follow, act }) {
  const root = document.getElementById(platform);
  const find = (selector) => root.querySelector(selector);
  const log = find(".log");
  const input = find("input");
  const form = find("form");
  const commands = find(".commands");
  let thread = { messages: [], started: false, blocked: false };
  let editing = false;

  const use = {
    follow,
    say: (text) => act({ type: "say", text }),
    async copy(text) {
      await navigator.clipboard?.writeText(text).catch(() => undefined);
      toast(`${texts.copied}: ${text}`);
    },
    async press(message, { data }, pressed) {
      pressed?.setAttribute("aria-busy", "true");
      const taken = await act({ type: "press", message: message.id, data });
      pressed?.removeAttribute("aria-busy");
      if (!taken) toast(texts.failed);
    },
    openList: (message) => openList(message),
  };

  let atEnd = true;

  function isAtEnd() {
    return atEnd;
  }

  function scrollToEnd() {
    atEnd = true;
    log.scrollTop = log.scrollHeight;
  }

  // While the phone does not show, it has no size and no place to scroll to.
  log.addEventListener("scroll", () => {
    if (log.clientHeight > 0) atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  });
  new ResizeObserver(() => {
    if (atEnd) scrollToEnd();
  }).observe(log);

  function add(message) {
    const follows = isAtEnd() || message.author === "person";
    find(".nothing")?.remove();
    const last = [...log.querySelectorAll(".day")].at(-1);
    if (last?.dataset.day !== dayOf(message.at)) log.append(drawDay(message.at));
    log.append(drawMessage(message, platform, use));
    if (message.author === "bot") showTyping(false);
    if (follows) scrollToEnd();
  }

  /** In place, and with the focus where it was. */
  function change(message) {
    const old = document.getElementById(idOf(platform, message.id));
    if (!old) return;
    const follows = isAtEnd();
    const index = [...old.querySelectorAll("button, a")].indexOf(document.activeElement);
    const drawn = drawMessage(message, platform, use);
    drawn.classList.add("steady");
    old.replaceWith(drawn);
    if (index >= 0) (drawn.querySelectorAll("button, a")[index] ?? log).focus({ preventScroll: true });
    if (follows) scrollToEnd();
  }

  function open(opened) {
    thread = opened;
    log.setAttribute("aria-busy", "true");
    log.replaceChildren();
    for (const message of thread.messages) add(message);
    for (const article of log.querySelectorAll(".message")) article.classList.add("steady");
    if (!thread.messages.length) {
      log.append(element("p", { className: "nothing" }, platform === "telegram" ? texts.empty : texts.emptyWhatsapp));
    }
    log.setAttribute("aria-busy", "false");
    stopEditing();
    adjust();
    drawCommands();
    scrollToEnd();
  }

  /** In place of the composer: Start before the first word, Unblock after a block. */
  function adjust() {
    const start = platform === "telegram" && !thread.started;
    const instead = find(".instead");
    const hadFocus =
      root.contains(document.activeElement) &&
      (document.activeElement === instead || form.contains(document.activeElement));
    instead.hidden = !(start || thread.blocked);
    form.hidden = !instead.hidden;
    instead.textContent = thread.blocked ? texts.unblock : texts.start;
    instead.onclick = () => act(thread.blocked ? { type: "unblock" } : { type: "say", text: "/start" });
    find('[data-do="block"]').textContent = thread.blocked ? texts.unblock : texts.block;
    if (hadFocus) (form.hidden ? instead : input).focus({ preventScroll: true });
  }

  function drawCommands() {
    const list = thread.commands ?? [];
    const slash = find(".slash");
    if (!slash) return;
    slash.hidden = list.length === 0;
    commands.replaceChildren(
      ...list.map(({ command, description }) =>
        button({}, () => chooseCommand(command), element("b", {}, `/${command}`), element("span", {}, description)),
      ),
    );
  }

  function toggleCommands(shown) {
    commands.hidden = !shown;
    find(".slash")?.setAttribute("aria-expanded", String(shown));
  }

  function chooseCommand(command) {
    toggleCommands(false);
    input.focus();
    void use.say(`/${command}`);
  }

  function openList(message) {
    const sheet = find(".sheet");
    const rows = message.list.sections.flatMap((section) => [
      ...(section.title ? [element("h3", {}, section.title)] : []),
      ...section.rows.map((row) =>
        button(
          { className: "list-row" },
          () => chooseRow(message, row),
          element("b", {}, row.title),
          element("span", {}, row.description),
        ),
      ),
    ]);
    const close = button({ className: "close" }, () => sheet.close(), texts.close);
    sheet.replaceChildren(element("h3", { className: "sheet-title" }, message.list.button), ...rows, close);
    // Over this phone, not over the page.
    const { left, width, bottom } = root.getBoundingClientRect();
    sheet.style.setProperty("inset-inline-start", `${left}px`);
    sheet.style.setProperty("inline-size", `${width}px`);
    sheet.style.setProperty("inset-block-end", `${Math.max(0, window.innerHeight - bottom)}px`);
    sheet.showModal();
  }

  function chooseRow(message, row) {
    find(".sheet").close();
    void use.press(message, row);
  }

  let typingEnds;
  function showTyping(typing = true) {
    const state = find('[data-part="state"]');
    clearTimeout(typingEnds);
    state.textContent = typing ? texts.typing : state.dataset.idle;
    if (typing) typingEnds = setTimeout(() => showTyping(false), TYPING_MS);
  }

  let toastEnds;
  function toast(text) {
    const shown = find(".toast");
    clearTimeout(toastEnds);
    shown.textContent = text;
    shown.hidden = false;
    toastEnds = setTimeout(() => {
      shown.hidden = true;
    }, TOAST_MS);
  }

  function startEditing() {
    const message = thread.messages.findLast(({ author, kind }) => author === "person" && kind === "text");
    if (!message) return;
    editing = true;
    form.classList.add("editing");
    prefill(message.text);
    toast(texts.editing);
  }

  function stopEditing() {
    editing = false;
    form.classList.remove("editing");
    input.value = "";
  }

  function prefill(text) {
    input.value = text;
    input.focus();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    const type = editing ? "edit" : "say";
    stopEditing();
    toggleCommands(false);
    if (!(await act({ type, text }))) toast(texts.failed);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && editing) stopEditing();
  });
  find(".slash")?.addEventListener("click", () => toggleCommands(commands.hidden));
  const menu = find(".more");
  for (const item of menu.querySelectorAll("[data-do]")) {
    item.addEventListener("click", () => {
      menu.open = false;
      menu.querySelector("summary").focus();
      if (item.dataset.do === "edit") startEditing();
      else void act({ type: item.dataset.do === "block" && thread.blocked ? "unblock" : item.dataset.do });
    });
  }
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    toggleCommands(false);
  });

  return {
    open,
    add,
    change,
    adjust,
    showTyping,
    toast,
    prefill,
    remove: (id) => document.getElementById(idOf(platform, id))?.remove(),
  };
}
