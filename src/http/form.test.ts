import { expect, test } from "vitest";
import { encodeForm } from "./form.ts";

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x2d, 0x2d]);

test("fields and files of a form are read as they were given", async () => {
  const { type, body } = encodeForm([
    ["caption", 'Привет,\r\n--"мир"'],
    ["photo", { name: "ticket.png", mime: "image/png", bytes: png }],
    ["empty", ""],
    ["list", { name: 'Хор "Весна"\r\n.csv', mime: "text/csv", bytes: new Uint8Array() }],
  ]);
  const form = await new Response(Uint8Array.from(body), { headers: { "content-type": type } }).formData();

  expect([form.get("caption"), form.get("empty")]).toEqual(['Привет,\r\n--"мир"', ""]);
  const [photo, list] = [form.get("photo"), form.get("list")] as File[];
  expect(photo).toMatchObject({ name: "ticket.png", type: "image/png" });
  expect(await photo?.bytes()).toEqual(png);
  expect(list).toMatchObject({ name: 'Хор "Весна"\r\n.csv', type: "text/csv", size: 0 });
});
