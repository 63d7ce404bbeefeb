import type { LookupFunction } from "node:net";
import { afterEach, beforeAll, expect, test } from "vitest";
import { openAuthority } from "../../test/certificates.ts";
import { diagnose } from "../../test/doctor.ts";
import type { Listening } from "../../test/loopback.ts";
import { INSTRUMENTS } from "./deployment.ts";
import type { Found } from "./finding.ts";

const NOBODY = "http://127.0.0.1:1";
const WHATSAPP = {
  WHATSAPP_ACCESS_TOKEN: "EAAB",
  WHATSAPP_PHONE_NUMBER_ID: "1",
  WHATSAPP_BUSINESS_ACCOUNT_ID: "2",
  WHATSAPP_APP_SECRET: "secret",
  WHATSAPP_API_ROOT: NOBODY,
};
const TELEGRAM = { TELEGRAM_BOT_TOKEN: "123456:token", TELEGRAM_API_ROOT: NOBODY };

let authority: Awaited<ReturnType<typeof openAuthority>>;
let server: Listening | undefined;
beforeAll(async () => {
  authority = await openAuthority();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** `club.example` leads here, and for the world to a public address. */
const toLoopback: LookupFunction = (host, options, callback) => {
  if (host === "nowhere.example") return callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), "");
  if (options.all) callback(null, [{ address: "127.0.0.1", family: 4 }]);
  else callback(null, "127.0.0.1", 4);
};

async function look(url: string, { env = WHATSAPP as Record<string, string>, addresses = ["203.0.113.7"] } = {}) {
  const instruments = { ...INSTRUMENTS, lookup: toLoopback, resolve4: async () => addresses };
  const found = await diagnose({ PORT: "2", DATA_DIR: "/", ...env, PUBLIC_URL: url }, { instruments });
  return found.address;
}

test.each<[string, Found, Parameters<typeof authority.make>[0]]>([
  ["a good one", "address-ok", {}],
  ["one that ends soon", "certificate-ending", { validForDays: 13 }],
  ["one that ran out", "certificate-expired", { validForDays: -1 }],
  ["one that nobody vouched for", "certificate-self-signed", { isSelfSigned: true }],
  ["one for another name", "certificate-other-host", { host: "other.example" }],
  ["one by a stranger", "certificate-untrusted", { byStranger: true }],
])("with %s the address is %s", async (_, expected, certificate) => {
  server = await authority.serve(certificate);
  const finding = await look(`https://club.example:${server.port}`);
  expect(finding?.found).toBe(expected);
  expect(finding?.params.host).toBe("club.example");
});

test("the days that are left are counted", async () => {
  server = await authority.serve({ validForDays: 20 });
  expect(await look(`https://club.example:${server.port}`)).toMatchObject({
    found: "address-ok",
    params: { days: 20 },
  });
});

test.each([
  { status: 502, body: "Bad Gateway" },
  { status: 503, body: '{"status":"ok"}' },
  { status: 200, body: "<html>Welcome to nginx!</html>" },
])("an answer of somebody else ($status) is not taken for ours", async (answer) => {
  server = await authority.serve({}, answer);
  const finding = await look(`https://club.example:${server.port}`);
  expect(finding).toMatchObject({ found: "address-answer", params: { code: answer.status } });
});

test("what leads nowhere, or where nobody listens, is told apart", async () => {
  expect((await look("https://nowhere.example"))?.found).toBe("address-unknown");
  const closed = await look("https://club.example:1");
  expect(closed).toMatchObject({ found: "address-unreachable", params: { reason: { key: "doctor-reason-refused" } } });
});

test("plain http is refused with a real messenger, and enough for the sandbox", async () => {
  expect((await look("http://club.example"))?.found).toBe("address-plain");
  expect((await look("http://localhost:3000", { env: { SANDBOX: "1" } }))?.found).toBe("address-off");
});

test("an address inside is reached by us alone", async () => {
  for (const url of [
    "https://localhost",
    "https://127.0.0.1",
    "https://192.168.1.7",
    "https://[::1]",
    "https://club.local",
  ]) {
    expect((await look(url))?.found).toBe("address-private");
  }
  server = await authority.serve({});
  const url = `https://club.example:${server.port}`;
  for (const inside of ["192.168.1.7", "10.0.0.2", "172.20.0.3", "127.0.0.1", "100.64.0.9"]) {
    expect((await look(url, { addresses: [inside] }))?.found).toBe("address-private");
  }
  expect((await look(url, { addresses: ["172.32.0.3"] }))?.found).toBe("address-ok");
});

test("Telegram wants IPv4 and a port of its own list, WhatsApp neither", async () => {
  server = await authority.serve({});
  const url = `https://club.example:${server.port}`;
  expect((await look(url, { env: TELEGRAM, addresses: [] }))?.found).toBe("address-ipv6");
  expect((await look(url, { env: TELEGRAM }))?.found).toBe("address-port");
  expect((await look(url, { addresses: [] }))?.found).toBe("address-ok");
});
