// The page's one state, kept up by the live stream; every change is drawn from here.
import { base, setting, texts } from "./elements.js";
import { drawEvents, drawPeople, moveClock, showClock } from "./frame.js";
import { createPhoneView } from "./phone-view.js";

const world = { people: [], current: undefined, unread: new Map() };
const phones = { telegram: undefined, whatsapp: undefined };
const announcer = document.getElementById("announcer");

/** Asks the server to do something on a phone of the person who is chosen. */
async function act(platform, action) {
  const body = JSON.stringify({ person: world.current, platform, ...action });
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(`${base}/actions`, { method: "POST", headers, body });
    const { outcome } = await response.json();
    return outcome === "taken" || outcome === "waiting";
  } catch {
    return false;
  }
}

/** A link to our own bot opens on the phone beside; any other where links open. */
function follow(link) {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  const path = url?.pathname.replace(/^\/\+?|\/$/g, "");
  if (url?.hostname === "t.me" && path.toLowerCase() === setting.botName.toLowerCase()) {
    show("telegram");
    void act("telegram", { type: "open", link });
  } else if (url?.hostname === "wa.me" && path === setting.phone) {
    show("whatsapp");
    phones.whatsapp.prefill(url.searchParams.get("text") ?? "");
  } else {
    window.open(link, "_blank", "noopener");
  }
}

/** On a small screen there is room for one phone. */
function show(name) {
  document.body.dataset.shown = name;
  for (const tab of document.querySelectorAll("[data-show]")) {
    tab.setAttribute("aria-pressed", String(tab.dataset.show === name));
    if (tab.dataset.show === name) tab.removeAttribute("data-unread");
  }
}

function choose(name) {
  if (!world.people.some((person) => person.name === name)) return;
  world.current = name;
  world.unread.delete(name);
  history.replaceState(null, "", `#${encodeURIComponent(name)}`);
  drawPeople(world, choose);
  const person = world.people.find((one) => one.name === name);
  for (const platform of Object.keys(phones)) phones[platform].open(person[platform]);
}

function findThread(key) {
  for (const person of world.people) {
    for (const platform of Object.keys(phones)) {
      if (person[platform].key === key) return { person, platform, thread: person[platform] };
    }
  }
  return undefined;
}

/** What is said to somebody else, or on the phone that does not show, leaves a mark. */
function markUnread({ person, platform }) {
  if (person.name !== world.current) {
    world.unread.set(person.name, (world.unread.get(person.name) ?? 0) + 1);
    drawPeople(world, choose);
  } else if (document.body.dataset.shown !== platform) {
    document.querySelector(`[data-show="${platform}"]`).dataset.unread = "";
  }
}

const hear = {
  world({ people, now }) {
    world.people = people;
    showClock({ now, moving: false });
    const wanted = decodeURIComponent(location.hash.slice(1));
    choose(people.some(({ name }) => name === wanted) ? wanted : people[0]?.name);
  },
  person(person) {
    const index = world.people.findIndex(({ name }) => name === person.name);
    if (index < 0) world.people.push(person);
    else world.people[index] = person;
    if (person.name === world.current) choose(person.name);
    else drawPeople(world, choose);
  },
  message({ key, message }) {
    const found = findThread(key);
    if (!found) return;
    found.thread.messages.push(message);
    if (found.person.name === world.current) phones[found.platform].add(message);
    if (message.author === "bot") markUnread(found);
  },
  changed({ key, message, words }) {
    const found = findThread(key);
    const index = found?.thread.messages.findIndex(({ id }) => id === message.id) ?? -1;
    if (index < 0) return;
    found.thread.messages[index] = message;
    if (found.person.name !== world.current) return;
    phones[found.platform].change(message);
    if (words) announcer.textContent = texts.changed.replace("{text}", message.text);
  },
  deleted({ key, id }) {
    const found = findThread(key);
    if (!found) return;
    found.thread.messages = found.thread.messages.filter((message) => message.id !== id);
    if (found.person.name === world.current) phones[found.platform].remove(id);
  },
  thread({ key, ...state }) {
    const found = findThread(key);
    if (!found) return;
    Object.assign(found.thread, state);
    if (found.person.name === world.current) phones[found.platform].adjust();
  },
  typing({ key }) {
    const found = findThread(key);
    if (found?.person.name === world.current) phones[found.platform].showTyping();
  },
  toast({ key, text }) {
    const found = findThread(key);
    if (found?.person.name === world.current) phones[found.platform].toast(text);
  },
  clock: showClock,
  events: (events) => drawEvents(events, follow),
};

for (const platform of Object.keys(phones)) {
  phones[platform] = createPhoneView(platform, { follow, act: (action) => act(platform, action) });
}
for (const tab of document.querySelectorAll("[data-show]")) tab.addEventListener("click", () => show(tab.dataset.show));
for (const step of document.querySelectorAll("[data-minutes]")) {
  step.addEventListener("click", () => moveClock(Number(step.dataset.minutes) * 60_000));
}
document.getElementById("organise")?.addEventListener("click", () => {
  show("telegram");
  void act("telegram", { type: "organise" });
});
show("telegram");
offerLink();

/** A page of the app led here: whoever is chosen opens the link, once. */
function offerLink() {
  const link = new URLSearchParams(location.search).get("open");
  const offer = document.getElementById("opened");
  if (!link) return;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    offer.hidden = true;
    history.replaceState(null, "", location.pathname + location.hash);
    follow(link);
  });
}

const stream = new EventSource(`${base}/events`);
const away = document.getElementById("away");
stream.addEventListener("open", () => {
  away.hidden = true;
});
stream.addEventListener("error", () => {
  away.hidden = false;
});
for (const [name, listen] of Object.entries(hear)) {
  stream.addEventListener(name, (event) => listen(JSON.parse(event.data)));
}
