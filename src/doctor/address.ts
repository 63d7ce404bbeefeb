import type { Deployment } from "./deployment.ts";
import { type Finding, type Found, find } from "./finding.ts";
import { knock } from "./knock.ts";
import { toReason } from "./reason.ts";

/** Caddy and certbot renew about 30 days before the end: later than this something keeps them from it. */
const ENDING_DAYS = 14;
const DAY_MS = 24 * 60 * 60_000;
/** Telegram's own. */
const PORTS = new Set(["", "443", "80", "88", "8443"]);
const PRIVATE =
  /^(10|127|0)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
const LOCAL = /^(localhost|\[::1\]|.*\.local)$/;

const CERTIFICATE_FAULTS = new Map<string, Found>([
  ["CERT_HAS_EXPIRED", "certificate-expired"],
  ["CERT_NOT_YET_VALID", "certificate-expired"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate-self-signed"],
  ["SELF_SIGNED_CERT_IN_CHAIN", "certificate-self-signed"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate-other-host"],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate-untrusted"],
  ["UNABLE_TO_GET_ISSUER_CERT", "certificate-untrusted"],
  ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate-untrusted"],
]);

/** Whether the messengers can bring people's messages: https with a good certificate, and for Telegram IPv4 and its ports. */
export async function examineAddress(deployment: Deployment): Promise<Finding> {
  const { config, clock, instruments } = deployment;
  const { publicUrl, telegram, whatsapp, sandbox } = config;
  if (sandbox || (!telegram && !whatsapp)) return find("address", "address-off", { url: publicUrl });
  const url = new URL(publicUrl);
  const host = url.hostname;
  if (url.protocol !== "https:") return find("address", "address-plain", { url: publicUrl });
  if (LOCAL.test(host) || PRIVATE.test(host)) return find("address", "address-private", { host });
  const visit = await knock(`${publicUrl}/health/live`, instruments.lookup);
  if (visit.type === "closed") {
    const fault = CERTIFICATE_FAULTS.get(visit.code);
    if (fault) return find("address", fault, { host });
    if (visit.code === "ENOTFOUND") return find("address", "address-unknown", { host });
    return find("address", "address-unreachable", { host, reason: toReason(visit.code) });
  }
  if (!visit.isOurs) return find("address", "address-answer", { host, code: visit.status });
  const way = await examineWay(url, deployment);
  if (way) return way;
  const days = Math.floor((visit.validTo.getTime() - clock.now().getTime()) / DAY_MS);
  return find("address", days < ENDING_DAYS ? "certificate-ending" : "address-ok", { host, days });
}

/** What matters to whoever comes from outside, and cannot be seen from here by opening the page. */
async function examineWay(url: URL, { config, instruments }: Deployment): Promise<Finding | undefined> {
  const { hostname: host, port } = url;
  const isAddress = /^[\d.]+$/.test(host);
  const addresses = isAddress ? [host] : await instruments.resolve4(host).catch(() => []);
  if (addresses.some((address) => PRIVATE.test(address))) return find("address", "address-private", { host });
  if (!config.telegram) return undefined;
  if (!addresses.length) return find("address", "address-ipv6", { host });
  return PORTS.has(port) ? undefined : find("address", "address-port", { host, port });
}
