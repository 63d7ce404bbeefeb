import { expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { NOW, newPerson } from "../../test/people.ts";
import { inTransaction } from "../database/faults.ts";
import { type Club, findClub, nameClub } from "./club.ts";

describeBoth("the club", (open) => {
  test("keeps whom to write to when only its name is told anew", async () => {
    const { db } = open();
    const owner = await newPerson(db);
    const tell = (club: Club) => inTransaction(db, (trx) => nameClub(trx, { userId: owner.userId, club, now: NOW }));

    await tell({ name: "Green Club", contact: "info@club.example" });
    await tell({ name: "Greener Club", contact: "" });
    expect(await findClub(db)).toEqual({ name: "Greener Club", contact: "info@club.example" });

    await tell({ name: "Greener Club", contact: "@green" });
    expect(await findClub(db)).toEqual({ name: "Greener Club", contact: "@green" });
  });
});
