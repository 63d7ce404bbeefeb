import { expect, test } from "vitest";
import { betterRole, isRole, may, type Permission, type Role } from "./roles.ts";

const all: Permission[] = ["club", "team", "events", "people", "door", "health"];

test.each<[Role | undefined, Permission[]]>([
  ["owner", all],
  ["organiser", ["events", "people", "door", "health"]],
  ["door", ["door"]],
  [undefined, []],
])("%s may do this much", (role, permitted) => {
  expect(all.filter((permission) => may(role, permission))).toEqual(permitted);
});

test("of two roles the better stays", () => {
  expect(betterRole("door", "owner")).toBe("owner");
  expect(betterRole("organiser", "door")).toBe("organiser");
  expect(betterRole(undefined, "door")).toBe("door");
  expect(betterRole(undefined, undefined)).toBeUndefined();
});

test("a role is one of three words", () => {
  expect(["owner", "organiser", "door", "admin", "", null].map(isRole)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});
