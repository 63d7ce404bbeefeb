// The rows of a WhatsApp list, in a sheet over its phone.
import { button, element, texts } from "./elements.js";

export function openSheet(root, list, choose) {
  const sheet = root.querySelector(".sheet");
  const rows = list.sections.flatMap((section) => [
    ...(section.title ? [element("h3", {}, section.title)] : []),
    ...section.rows.map((row) => drawRow(row, () => finish(row))),
  ]);
  const finish = (row) => {
    sheet.close();
    void choose(row);
  };
  const close = button({ className: "close" }, () => sheet.close(), texts.close);
  sheet.replaceChildren(element("h3", { className: "sheet-title" }, list.button), ...rows, close);
  place(sheet, root.getBoundingClientRect());
  sheet.showModal();
}

function drawRow({ title, description }, onClick) {
  return button({ className: "list-row" }, onClick, element("b", {}, title), element("span", {}, description));
}

/** Over this phone, not over the page. */
function place({ style }, { left, width, bottom }) {
  style.setProperty("inset-inline-start", `${left}px`);
  style.setProperty("inline-size", `${width}px`);
  style.setProperty("inset-block-end", `${Math.max(0, window.innerHeight - bottom)}px`);
}
