// What stands around the phones: people, clock, events.
import { base, button, dateLocale, element, texts } from "./elements.js";
import { momentFormat, tellStart } from "./moments.js";

const moment = momentFormat(dateLocale);
const clock = document.getElementById("clock");
let aheadMs = 0;

export function drawPeople({ people, current, unread }, choose) {
  const list = document.getElementById("people");
  // Drawn anew only in what differs, so that the focus stays where it is.
  for (const { name } of people) {
    const known = [...list.children].find((one) => one.dataset.name === name);
    const tab = known ?? list.appendChild(drawPerson(name, choose));
    const count = unread.get(name) ?? 0;
    tab.setAttribute("aria-pressed", String(name === current));
    const badge = tab.querySelector(".badge");
    badge.hidden = count === 0;
    badge.textContent = count === 0 ? "" : String(count);
    badge.title = texts.unread;
  }
}

function drawPerson(name, choose) {
  const face = element("span", { className: "face", "aria-hidden": "true", "data-hue": hueOf(name) }, [...name][0]);
  const badge = element("span", { className: "badge", hidden: true });
  return button({ className: "who", "data-name": name }, () => choose(name), face, element("span", {}, name), badge);
}

function hueOf(name) {
  return [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}

export function showClock({ now, moving }) {
  aheadMs = Date.parse(now) - Date.now();
  clock.setAttribute("aria-busy", String(moving));
  for (const step of clock.querySelectorAll("button")) step.disabled = moving;
  tick();
}

function tick() {
  const now = new Date(Date.now() + aheadMs);
  const shown = document.getElementById("now");
  shown.dateTime = now.toISOString();
  shown.textContent = clock.getAttribute("aria-busy") === "true" ? texts.moving : moment.format(now);
}
setInterval(tick, 1000);

export async function moveClock(ms) {
  const headers = { "content-type": "application/json" };
  await fetch(`${base}/clock`, { method: "POST", headers, body: JSON.stringify({ ms }) }).catch(() => undefined);
}

export function drawEvents(events, follow) {
  const list = document.getElementById("event-list");
  const items = events.map((event) =>
    element(
      "li",
      {},
      element("strong", {}, event.title),
      element("time", { dateTime: event.startsAt }, tellStart(event, dateLocale)),
      element(
        "span",
        { className: "links" },
        drawLink(event.telegramLink, texts.openTelegram, { title: event.title, follow }),
        drawLink(event.whatsappLink, texts.openWhatsapp, { title: event.title, follow }),
      ),
    ),
  );
  list.replaceChildren(...(items.length ? items : [element("li", { className: "none" }, texts.noEvents)]));
}

function drawLink(href, words, { title, follow }) {
  // Until the app has learned its own name there is nothing to open.
  if (!href) return undefined;
  const link = element("a", { href, "aria-label": `${words}: ${title}` }, words);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    follow(href);
  });
  return link;
}
