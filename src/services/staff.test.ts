import type { Transaction } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { describeBoth } from "../../test/database.ts";
import { act, userOf } from "../../test/linking.ts";
import { NOW, newActor, newPerson } from "../../test/people.ts";
import { inTransaction } from "../database/faults.ts";
import type { Database } from "../database/schema.ts";
import type { Actor } from "../messages.ts";
import type { Role } from "../roles.ts";
import { askToForget, forget } from "./forgetting.ts";
import { mergeUsers } from "./merging.ts";
import { exportMyData, readMyData } from "./my-data.ts";
import { listExpired } from "./retention.ts";
import { findActing, findRole, giveRole, listTeam, removeMember } from "./staff.ts";
import { invite, openOwnerLink, redeemStaffLink } from "./staff-links.ts";
import { undoMerge } from "./undo-merge.ts";

const DAY_MS = 24 * 60 * 60_000;
const later = (ms: number) => new Date(NOW.getTime() + ms);

describeBoth("the team", (open) => {
  beforeEach(async () => {
    await open().db.deleteFrom("staffLinks").execute();
    await open().db.deleteFrom("staff").execute();
  });

  const run = <T>(deed: (trx: Transaction<Database>) => Promise<T>) => inTransaction(open().db, deed);
  const printed = (now = NOW, key = "bot-token") => run((trx) => openOwnerLink(trx, { key, now }));
  const redeem = (actor: Actor, token: string, now = NOW) =>
    act(open().db, actor, (trx, acting) => redeemStaffLink(trx, { actor: acting, token, now }));
  const remove = async (actor: Actor, member: Actor) => {
    const userId = await userOf(open().db, member);
    if (!userId) throw new Error("nobody to remove");
    return act(open().db, actor, (trx, acting) => removeMember(trx, { actor: acting, member: userId, now: NOW }));
  };
  const roleOf = async (actor: Actor) => findRole(open().db, await userOf(open().db, actor));
  const audits = async (action: string) =>
    open().db.selectFrom("auditLog").select(["actor", "subject", "detail"]).where("action", "=", action).execute();

  async function newMember(role: Role, actor: Partial<Actor> = {}): Promise<Actor> {
    const person = await newActor(open().db, actor);
    await run((trx) => giveRole(trx, { actor: person, role, invitedBy: undefined, now: NOW }));
    return person;
  }
  async function invited(owner: Actor, role: Role, now = NOW): Promise<string> {
    const outcome = await act(open().db, owner, (trx, actor) => invite(trx, { actor, role, now }));
    if (outcome.type !== "invited") throw new Error(outcome.type);
    return outcome.token;
  }

  test("begins with whoever opens the printed link; a second reader is told that it was used", async () => {
    const [anna, max] = [await newActor(open().db, { profileName: "Anna" }), await newActor(open().db)];
    const token = (await printed()) ?? "";

    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await redeem(anna, token)).toEqual({ type: "role-given", role: "owner" });
    expect(await redeem(max, token)).toEqual({ type: "staff-link-refused", why: "used" });
    expect(await roleOf(anna)).toBe("owner");
    expect(await roleOf(max)).toBeUndefined();
    expect(await listTeam(open().db)).toEqual([expect.objectContaining({ role: "owner", name: "Anna" })]);
  });

  test("is not begun twice: with an owner nothing is printed, and what was printed before is of no use", async () => {
    const token = (await printed()) ?? "";
    await newMember("owner");

    expect(await printed()).toBeUndefined();
    expect(await redeem(await newActor(open().db), token)).toEqual({ type: "staff-link-refused", why: "used" });
  });

  test("has the same printed link at each start until a day is over, then a new one, and never in the database", async () => {
    const first = await printed();

    expect(await printed(later(DAY_MS - 1))).toBe(first);
    const second = await printed(later(DAY_MS));
    expect(second).not.toBe(first);
    expect(await redeem(await newActor(open().db), first ?? "", later(DAY_MS))).toEqual({
      type: "staff-link-refused",
      why: "unknown",
    });
    expect(JSON.stringify(await open().db.selectFrom("staffLinks").selectAll().execute())).not.toContain(second);
  });

  test("has another printed link when the bot has another token", async () => {
    expect(await printed(NOW, "another-token")).not.toBe(await printed(NOW, "bot-token"));
    expect(await open().db.selectFrom("staffLinks").select("id").execute()).toHaveLength(1);
  });

  test("refuses a printed link that is a day old", async () => {
    const token = (await printed()) ?? "";
    expect(await redeem(await newActor(open().db), token, later(DAY_MS))).toEqual({
      type: "staff-link-refused",
      why: "expired",
    });
  });

  test("grows by invitations, each for one person and one week, and the log says who invited whom", async () => {
    const owner = await newMember("owner");
    const token = await invited(owner, "organiser");
    const old = await invited(owner, "door");
    const [ada, bob] = [await newActor(open().db), await newActor(open().db)];

    expect(await redeem(ada, token)).toEqual({ type: "role-given", role: "organiser" });
    expect(await redeem(bob, token)).toEqual({ type: "staff-link-refused", why: "used" });
    expect(await redeem(bob, old, later(7 * DAY_MS))).toEqual({ type: "staff-link-refused", why: "expired" });
    expect((await audits("role-taken")).at(-1)).toEqual({
      actor: `chat:${ada.chatId}`,
      subject: `user:${await userOf(open().db, ada)}`,
      detail: { role: "organiser", by: `user:${await userOf(open().db, owner)}` },
    });
  });

  test("keeps an invitation good that its maker opens, or somebody who is as much already", async () => {
    const [owner, ada, bob] = [await newMember("owner"), await newMember("organiser"), await newActor(open().db)];
    const token = await invited(owner, "door");

    expect(await redeem(owner, token)).toEqual({ type: "role-kept", role: "owner" });
    expect(await redeem(ada, token)).toEqual({ type: "role-kept", role: "organiser" });
    expect(await redeem(bob, token)).toEqual({ type: "role-given", role: "door" });
  });

  test("lets somebody rise, and never sink, by a link", async () => {
    const [owner, ada] = [await newMember("owner"), await newMember("door")];
    expect(await redeem(ada, await invited(owner, "organiser"))).toEqual({ type: "role-given", role: "organiser" });
    expect(await redeem(ada, await invited(owner, "door"))).toEqual({ type: "role-kept", role: "organiser" });
    expect(await roleOf(ada)).toBe("organiser");
  });

  test.each<Role>(["organiser", "door"])("lets a person of the role %s neither invite nor remove", async (role) => {
    const [owner, other] = [await newMember("owner"), await newMember(role)];
    const outcome = await act(open().db, other, (trx, actor) => invite(trx, { actor, role: "owner", now: NOW }));
    expect(outcome).toEqual({ type: "not-staff" });
    expect(await remove(other, owner)).toEqual({ type: "not-staff" });
  });

  test("lets a stranger do nothing", async () => {
    const [owner, stranger] = [await newMember("owner"), await newActor(open().db)];
    const outcome = await act(open().db, stranger, (trx, actor) => invite(trx, { actor, role: "door", now: NOW }));
    expect(outcome).toEqual({ type: "not-staff" });
    expect(await remove(stranger, owner)).toEqual({ type: "not-staff" });
    expect(await redeem(stranger, "x".repeat(43))).toEqual({ type: "staff-link-refused", why: "unknown" });
  });

  test("loses whom the owner removes, with the invitations they had made", async () => {
    const [owner, second] = [await newMember("owner"), await newMember("owner", { profileName: "Ada" })];
    const token = await invited(second, "organiser");

    expect(await remove(owner, second)).toEqual({ type: "removed", name: "Ada", role: "owner" });
    expect(await remove(owner, second)).toEqual({ type: "no-member" });
    expect(await roleOf(second)).toBeUndefined();
    expect(await redeem(await newActor(open().db), token)).toEqual({ type: "staff-link-refused", why: "unknown" });
    expect(await audits("role-removed")).toContainEqual({
      actor: `user:${await userOf(open().db, owner)}`,
      subject: `user:${await userOf(open().db, second)}`,
      detail: { role: "owner" },
    });
  });

  test("takes back who was removed, by a new invitation", async () => {
    const [owner, ada] = [await newMember("owner"), await newMember("organiser")];
    await remove(owner, ada);
    expect(await redeem(ada, await invited(owner, "door"))).toEqual({ type: "role-given", role: "door" });
    expect(await roleOf(ada)).toBe("door");
  });

  test("never loses its last owner", async () => {
    const owner = await newMember("owner");
    expect(await remove(owner, owner)).toEqual({ type: "last-owner" });
    expect(await roleOf(owner)).toBe("owner");
  });

  test("makes the person of the configured chat the owner as they first ask", async () => {
    const admin = await newActor(open().db, { isAdmin: true });
    const ask = () => act(open().db, admin, (trx, actor) => findActing(trx, { actor, now: NOW }));
    expect(await ask()).toMatchObject({ role: "owner", joined: true });
    expect(await ask()).toEqual({ role: "owner", userId: await userOf(open().db, admin) });
    expect(await listTeam(open().db)).toHaveLength(1);
  });

  test("knows somebody by the better role after a merge, and by the former ones after its undo", async () => {
    const [max, whatsapp] = [await newMember("organiser"), await newMember("door", { platform: "whatsapp" })];
    const merged = await run((trx) =>
      mergeUsers(trx, { chatId: max.chatId, other: { chatId: whatsapp.chatId }, now: NOW }),
    );
    expect([await roleOf(max), await roleOf(whatsapp)]).toEqual(["organiser", "organiser"]);
    expect(await listTeam(open().db)).toHaveLength(1);

    const mergeId = merged?.mergeId;
    if (!mergeId) throw new Error("nothing was merged");
    await act(open().db, max, (trx, actor) => undoMerge(trx, { actor, mergeId, now: NOW }));
    expect([await roleOf(max), await roleOf(whatsapp)]).toEqual(["organiser", "door"]);
  });

  test("loses a merged person whole", async () => {
    const owner = await newMember("owner");
    const [max, whatsapp] = [await newMember("door"), await newMember("organiser", { platform: "whatsapp" })];
    await run((trx) => mergeUsers(trx, { chatId: max.chatId, other: { chatId: whatsapp.chatId }, now: NOW }));

    expect(await remove(owner, whatsapp)).toMatchObject({ type: "removed", role: "organiser" });
    expect(await listTeam(open().db)).toHaveLength(1);
  });

  test("tells the last owner that none would be left, and forgets whoever wants it", async () => {
    const owner = await newMember("owner", { profileName: "Anna Forgotten" });
    const ask = () => act(open().db, owner, (trx, actor) => askToForget(trx, { actor, now: NOW }));
    expect(await ask()).toEqual({ type: "forget-asked", held: [], lastOwner: true });
    const second = await newMember("owner");
    expect(await ask()).toEqual({ type: "forget-asked", held: [] });

    await act(open().db, owner, (trx, actor) =>
      forget(trx, { actor, updateNumber: 1, sentAt: NOW, hash: () => Buffer.from("hash"), now: NOW }),
    );
    expect(await listTeam(open().db)).toEqual([expect.objectContaining({ userId: await userOf(open().db, second) })]);
    expect(JSON.stringify(await open().db.selectFrom("staff").selectAll().execute())).not.toContain("Anna Forgotten");
  });

  test("stays, however long ago its people signed up for something, and goes its way like everybody afterwards", async () => {
    const [owner, ada] = [await newMember("owner"), await newPerson(open().db)];
    await run((trx) => giveRole(trx, { actor: ada, role: "door", invitedBy: undefined, now: NOW }));
    const listed = async () => {
      const ids: string[] = [];
      for await (const each of listExpired(open().db, { retentionDays: 90, now: later(200 * DAY_MS) }))
        if ("userId" in each) ids.push(each.userId);
      return ids;
    };
    expect(await listed()).not.toContain(ada.userId);
    await remove(owner, ada);
    expect(await listed()).toContain(ada.userId);
    expect(await listed()).not.toContain(await userOf(open().db, owner));
  });

  test("is in what a person of it may read about themselves", async () => {
    const owner = await newMember("owner", { profileName: "Anna" });
    const { token } = await act(open().db, owner, (trx, actor) => exportMyData(trx, { actor, now: NOW }));
    expect(await run((trx) => readMyData(trx, { token, now: NOW }))).toMatchObject({
      roles: [{ role: "owner", name: "Anna" }],
    });
  });
});
