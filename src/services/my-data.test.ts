import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act, linkByCode, newEmail, newHolder } from "../../test/linking.ts";
import { join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import type { Actor, Address } from "../messages.ts";
import { exportMyData, readMyData } from "./my-data.ts";

const _hash = (address: Address) => createHash("sha256").update(JSON.stringify(address)).digest();

describeBoth("my data", (open) => {
  const ask = (actor: Actor) => act(open().db, actor, (trx, a) => exportMyData(trx, { actor: a, now: NOW }));
  const read = (token: string, now = NOW) =>
    open()
      .db.transaction()
      .execute((trx) => readMyData(trx, { token, now }));

  test("is told in short, and opens once as a whole", async () => {
    const { db } = open();
    const email = newEmail();
    const event = await newEvent(db);
    const max = await newHolder(db, { email, name: "Max Weber" });
    const whatsapp = await newActor(db, { platform: "whatsapp" });
    await linkByCode(db, max, whatsapp, { email });
    await join(db, max, event.id);

    const told = await ask(whatsapp);
    expect(told).toMatchObject({ type: "my-data", name: "Max Weber", held: [{ event: { id: event.id } }], past: 0 });

    expect(await read(told.token)).toMatchObject({
      person: [{ name: "Max Weber" }],
      chats: [{ platform: "telegram" }, { platform: "whatsapp" }],
      registrations: [{ title: event.title, status: "confirmed", history: [{ toStatus: "confirmed" }] }],
      messages: [{ kind: "link-code" }, { kind: "linked" }],
      addressesAskedAbout: [{ email }],
      merges: [{ mergedAt: NOW }],
    });
    expect(await read(told.token)).toBeUndefined();
  });

  test("is kept behind a token that is stored nowhere, for an hour", async () => {
    const { db } = open();
    const { token } = await ask(await newPerson(db));

    const rows = await db.selectFrom("dataExports").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(await read("guessed")).toBeUndefined();
    expect(await read(token, new Date(NOW.getTime() + 60 * 60_000))).toBeUndefined();
  });

  test("of someone we do not know yet is their chat", async () => {
    const { db } = open();
    const told = await ask(await newActor(db));
    expect(told).toMatchObject({ name: null, email: null, held: [], past: 0 });
    expect(await read(told.token)).toMatchObject({ person: [], chats: [{ platform: "telegram" }], registrations: [] });
  });
});
