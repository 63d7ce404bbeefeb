import { expect, test } from "vitest";
import { CITIES } from "./cities.ts";
import { toWords } from "./words.ts";

test("every city stands as people's words are compared, in a zone that exists", () => {
  for (const [city, zone] of CITIES) {
    expect(toWords(city)).toBe(city);
    expect(() => new Intl.DateTimeFormat("en", { timeZone: zone })).not.toThrow();
  }
});
