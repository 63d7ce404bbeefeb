/** What somebody is to the club. A role belongs to a person, whichever messenger they write from. */
export type Role = "owner" | "organiser" | "door";

/** What a role is needed for: the club's name, who else has a role, events, the people who come, the door, the doctor. */
export type Permission = "club" | "team" | "events" | "people" | "door" | "health";

/** The only place that says who may do what. The best role stands first. */
const PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: ["club", "team", "events", "people", "door", "health"],
  organiser: ["events", "people", "door", "health"],
  door: ["door"],
};

const ROLES: readonly Role[] = ["owner", "organiser", "door"];

export function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

export function may(role: Role | undefined, permission: Permission): boolean {
  return role !== undefined && PERMISSIONS[role].includes(permission);
}

/** The better of two, and whichever there is. */
export function betterRole(one: Role | undefined, other: Role | undefined): Role | undefined {
  return ROLES.find((role) => role === one || role === other);
}
