/** What the server says of this page: its texts, our bot and our number. */
export const setting = JSON.parse(document.getElementById("setting").textContent);
export const { base, texts } = setting;
/** For dates: day before month and 24 hours, as the bot writes them. */
export const dateLocale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;

/** An element with its properties and children; texts are texts, never markup. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made && !name.includes("-")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

export function button(properties, onClick, ...children) {
  const made = element("button", { type: "button", ...properties }, ...children);
  made.addEventListener("click", () => onClick(made));
  return made;
}
