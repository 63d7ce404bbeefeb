import type { Person } from "./conversation.ts";

/** Who one can be on the page: one in Russian, one who hides her number, one without a BSUID. */
export const PEOPLE: Person[] = [
  {
    name: "Anna",
    telegram: { id: 1001, firstName: "Anna", lastName: "Petrova", userName: "anna_p", languageCode: "en" },
    whatsapp: { profileName: "Anna Petrova", phone: "15550100101", userId: "US.13491208655302741901" },
  },
  {
    name: "Max",
    telegram: { id: 1002, firstName: "Max", lastName: "Weber", languageCode: "en" },
    whatsapp: { profileName: "Max Weber", phone: "4915550100102" },
  },
  {
    name: "Ольга",
    telegram: { id: 1003, firstName: "Ольга", lastName: "Смирнова", languageCode: "ru" },
    whatsapp: { profileName: "Ольга Смирнова", userId: "RU.13491208655302741903", userName: "olga.smirnova" },
  },
  {
    name: "Igor",
    telegram: { id: 1004, firstName: "Игорь", languageCode: "ru" },
    whatsapp: { profileName: "Игорь", phone: "79005550104", userId: "RU.13491208655302741904" },
  },
];

/** One more person with addresses of their own, for crowds in tests. */
export function invent(name: string, number: number): Person {
  const digits = String(number).padStart(6, "0");
  return {
    name,
    telegram: { id: 2_000_000 + number, firstName: name, languageCode: "en" },
    whatsapp: { profileName: name, phone: `15551${digits}`, userId: `US.9000000000${digits}` },
  };
}
