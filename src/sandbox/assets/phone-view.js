// One phone: its conversation, its composer, its menus.
import { button, element, texts } from "./elements.js";
import { createFlash } from "./flash.js";
import { dayOf, drawDay, drawMessage, idOf } from "./message-view.js";
import { openSheet } from "./sheet.js";

export function createPhoneView(platform, { follow, act }) {
  const root = document.getElementById(platform);
  const find = (selector) => root.querySelector(selector);
  const log = find(".log");
  const input = find("input");
  const form = find("form");
  const commands = find(".commands");
  const { showTyping, toast } = createFlash(root);
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
    openList: (message) => openSheet(root, message.list, (row) => use.press(message, row)),
  };

  let atEnd = true;

  function isAtEnd() {
    return atEnd;
  }

  function scrollToEnd() {
    atEnd = true;
    log.scrollTop = log.scrollHeight;
  }

  // A scroll that comes of a new height is not the reader's: what was at the end stays there.
  let height = log.clientHeight;
  log.addEventListener("scroll", () => {
    if (log.clientHeight === height) atEnd = log.scrollHeight - log.scrollTop - height < 120;
  });
  new ResizeObserver(() => {
    height = log.clientHeight;
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
