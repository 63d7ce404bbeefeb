import { expect, test } from "vitest";
import { findSender, readCard } from "./address.ts";

const anna = { profile: { name: "Анна" }, wa_id: "4915112345678", user_id: "DE.13491208655302741918" };
const both = { platform: "whatsapp", userId: anna.user_id, phone: anna.wa_id };

function find(message: Record<string, unknown>, contacts: object[] = [anna]) {
  return findSender(message, contacts.map(readCard));
}

test("a person with a hidden number is known by the business-scoped id alone", () => {
  const hidden = { user_id: anna.user_id, profile: { name: "Анна", username: "anna" } };
  expect(find({ from_user_id: anna.user_id }, [hidden])).toEqual({
    address: { ...both, phone: undefined },
    name: "Анна",
  });
});

test("an id where a phone belongs is taken as the id", () => {
  const odd = { wa_id: "US.ENT.abc123", profile: { name: "Max" } };
  expect(find({ from: "US.ENT.abc123" }, [odd])).toEqual({
    address: { platform: "whatsapp", userId: "US.ENT.abc123", phone: undefined },
    name: "Max",
  });
});

test("the contact adds the half of the address that the message leaves out", () => {
  expect(find({ from: anna.wa_id }).address).toEqual(both);
  expect(find({ from_user_id: anna.user_id }).address).toEqual(both);
  expect(find({}).address).toEqual(both);
});

test("where nobody is named, one of several contacts is nobody's", () => {
  expect(find({}, [anna, { ...anna, user_id: "DE.2" }]).address).toEqual({
    ...both,
    userId: undefined,
    phone: undefined,
  });
});

test("a recycled number does not lend its new holder the old holder's id or name", () => {
  const other = { ...anna, user_id: "DE.999" };
  expect(find({ from: anna.wa_id, from_user_id: anna.user_id }, [other])).toEqual({ address: both, name: undefined });
});

test("a phone is digits, and nothing else is one", () => {
  expect(find({ from: "+4915112345678" }, []).address).toEqual({ ...both, userId: undefined });
  for (const from of ["", "anna", "49 151", "1234", "1234567890123456", 4915112345678, null, {}]) {
    expect(find({ from }, []).address).toEqual({ ...both, userId: undefined, phone: undefined });
  }
});
