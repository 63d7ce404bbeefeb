import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { again, join, NOW, newActor, newEvent, newPerson } from "../../test/people.ts";
import { inTransaction } from "../database/faults.ts";
import { findUser } from "../database/users.ts";
import type { Actor } from "../messages.ts";
import { findReminding, savePreferences, silence } from "./preferences.ts";

const LATER = new Date(NOW.getTime() + 60_000);

describeBoth("preferences", (open) => {
  const save = (actor: Actor, chosen: { reminders?: boolean; zone?: string }, now = NOW) =>
    inTransaction(open().db, (trx) => savePreferences(trx, { actor, ...chosen, now }));
  const reminding = async (actor: Actor) => findReminding(open().db, (await again(open().db, actor)).userId);

  test("reminders are on until somebody switches them off, and on again when they say so", async () => {
    const { db } = open();
    const person = await newPerson(db);
    expect(await reminding(person)).toBe("on");
    await save(person, { reminders: false });
    await save(person, { reminders: false }, LATER);
    expect((await findUser(db, person.userId))?.remindersOffAt).toEqual(NOW);
    expect(await reminding(person)).toBe("off");
    await save(person, { zone: "Asia/Almaty" }, LATER);
    expect(await reminding(person)).toBe("off");
    await save(person, { reminders: true });
    expect(await reminding(person)).toBe("on");
  });

  test("who said stop hears nothing, and asking for reminders ends that", async () => {
    const person = await newPerson(open().db);
    await inTransaction(open().db, (trx) => silence(trx, { actor: person, now: NOW }));
    expect(await reminding(person)).toBe("silenced");
    await save(person, { reminders: true });
    expect(await reminding(person)).toBe("on");
  });

  test("somebody new may switch them off before they sign up, and Confirm with reminders switches them on", async () => {
    const { db } = open();
    const stranger = await newActor(db);
    await save(stranger, { reminders: true });
    expect((await again(db, stranger)).userId).toBeUndefined();
    await save(stranger, { reminders: false });
    expect(await reminding(stranger)).toBe("off");
    await join(db, await again(db, stranger), (await newEvent(db)).id);
    expect(await reminding(stranger)).toBe("on");
  });
});
