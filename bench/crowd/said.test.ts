import { expect, test } from "vitest";
import { readTelegramCall, readWhatsappCall } from "./said.ts";

test("a message of Telegram is read with its buttons, as JSON", () => {
  const reply_markup = { inline_keyboard: [[{ text: "Register", callback_data: "r" }], [{ text: "Map" }]] };
  expect(readTelegramCall("sendMessage", JSON.stringify({ chat_id: 7, text: "Card", reply_markup }))).toEqual({
    address: "7",
    text: "Card",
    buttons: [
      { title: "Register", data: "r" },
      { title: "Map", data: "" },
    ],
  });
});

test("a picture of Telegram is read out of its form, in the manner of either library", () => {
  const field = (name: string, value: string, more = "") =>
    `--b\r\ncontent-disposition:form-data;name="${name}"\r\n${more}\r\n${value}\r\n`;
  const keyboard = JSON.stringify({ inline_keyboard: [[{ text: "My ticket", callback_data: "t" }]] });
  const body = [field("chat_id", "7"), field("caption", "You are in."), field("reply_markup", keyboard)].join("");
  const said = { address: "7", text: "You are in.", buttons: [{ title: "My ticket", data: "t" }] };

  expect(readTelegramCall("sendPhoto", body)).toEqual(said);
  const typed = body.replaceAll('"\r\n\r\n', '"\r\ncontent-type: text/plain\r\n\r\n');
  expect(readTelegramCall("sendPhoto", typed)).toEqual(said);
});

test("what says nothing to a person is nothing said", () => {
  expect(readTelegramCall("answerCallbackQuery", "{}")).toBeUndefined();
  expect(readTelegramCall("editMessageReplyMarkup", "{}")).toBeUndefined();
  expect(readWhatsappCall('{"messaging_product":"whatsapp","status":"read","message_id":"1"}')).toBeUndefined();
});

test.each([
  [
    { to: "+15551", type: "text", text: { body: "Hi" } },
    { address: "15551", text: "Hi", buttons: [] },
  ],
  [
    { recipient: "US.1", type: "image", image: { id: "1", caption: "You are in" } },
    { address: "US.1", text: "You are in", buttons: [] },
  ],
  [
    {
      to: "1",
      type: "interactive",
      interactive: {
        body: { text: "Card" },
        action: { buttons: [{ type: "reply", reply: { id: "a", title: "Yes" } }] },
      },
    },
    { address: "1", text: "Card", buttons: [{ title: "Yes", data: "a" }] },
  ],
  [
    {
      to: "1",
      type: "interactive",
      interactive: { body: { text: "List" }, action: { sections: [{ rows: [{ id: "r", title: "1" }] }] } },
    },
    { address: "1", text: "List", buttons: [{ title: "1", data: "r" }] },
  ],
])("a message of WhatsApp is read: %j", (call, said) => {
  expect(readWhatsappCall(JSON.stringify(call))).toEqual(said);
});
