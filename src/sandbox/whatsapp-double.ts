import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Call, Fault, Faults } from "./faults.ts";
import { findSocket, suffer, type Trouble } from "./mishap.ts";
import { GraphRefusal, graphRefusal, titleOf, toGraphBody } from "./refusal.ts";
import { noteAnswer } from "./sends.ts";
import { parseJson, type Shape, toList, toShape, toText } from "./shape.ts";
import { uploadMedia } from "./whatsapp-media.ts";
import {
  checkProof,
  checkToken,
  debugToken,
  factsOf,
  listSubscriptions,
  numberNode,
  pickFields,
} from "./whatsapp-nodes.ts";
import { postMessage, type WhatsappRoom } from "./whatsapp-send.ts";
import { createTemplate, listTemplates } from "./whatsapp-templates.ts";

const MOST_BYTES = 110 * 1024 * 1024;
/** Ended in September 2026, with those before it. */
const LAST_DEAD_VERSION = 20;

/** The Cloud API under `/<version>/<id>/...`, as strict as Meta's own and with its words. */
export function whatsappDouble(room: WhatsappRoom, faults: Faults): Hono {
  const app = new Hono();
  app.use(
    bodyLimit({
      maxSize: MOST_BYTES,
      onError: () => refuse(new GraphRefusal(1, "Request too large", { status: 400 })),
    }),
  );
  app.onError((error) => {
    if (error instanceof GraphRefusal) return refuse(error);
    return refuse(new GraphRefusal(1, `the sandbox itself failed: ${error.message}`, { status: 500 }));
  });
  app.on(["GET", "POST"], ["/:version/:id", "/:version/:id/:edge"], async (c) => {
    checkCaller(c, room);
    const { id, edge = "" } = c.req.param();
    const operation = operationOf(`${c.req.method} ${edge}`, id, room);
    const asked = await readAsked(c);
    const chat = toText(asked.body.to) ?? toText(asked.body.recipient);
    const call = { platform: "whatsapp" as const, method: `${c.req.method} ${edge}`.trim(), chat };
    const fault = faults.meet(call);
    const send = noteSend(c, { call, asked, fault }, room);
    const work = async () => {
      const answer = await operation(asked, room);
      if (send) send.messageId = toMessageId(answer);
      return Response.json(answer);
    };
    const answer = await suffer(c, fault, { work, trouble: troubleOf() });
    noteAnswer(send, findSocket(c));
    return answer;
  });
  return app.all("*", () => refuse(unknownObject("")));
}

/** The same address takes what marks a message as read. */
function noteSend(c: Context, noted: { call: Call; asked: Asked; fault: Fault | undefined }, room: WhatsappRoom) {
  const { call, asked, fault } = noted;
  const { biz_opaque_callback_data: echo, status, ...content } = asked.body;
  if (status !== undefined) return undefined;
  return room.sends.note(call, { host: new URL(c.req.url).host, echo: toText(echo), content, fault });
}

function toMessageId(answer: object): string | undefined {
  return toText(toShape(toList(toShape(answer)?.messages)?.[0])?.id);
}

interface Asked {
  query: URLSearchParams;
  body: Shape;
  form: FormData;
}

type Operation = (asked: Asked, room: WhatsappRoom) => object | Promise<object>;

const OF_NUMBER: Record<string, Operation> = {
  "GET ": ({ query }, { credentials, limits, world }) => {
    const number = numberNode(credentials.whatsapp, toTier(limits.peoplePerDay), factsOf(world));
    return pickFields(number, query, ["verified_name", "display_phone_number", "quality_rating"]);
  },
  "POST messages": ({ body }, room) => postMessage(body, room),
  "POST media": ({ form }, { world }) => uploadMedia(world, form),
};

const OF_ACCOUNT: Record<string, Operation> = {
  "GET ": (_, { credentials }) => ({ id: credentials.whatsapp.businessAccountId, name: "Doorlist" }),
  "GET subscribed_apps": (_, { credentials, world }) => {
    const override = factsOf(world).overrideCallbackUrl;
    const app = { whatsapp_business_api_data: { id: credentials.whatsapp.appId, name: "Doorlist" } };
    return {
      data: world.state.whatsapp.subscribed ? [{ ...app, ...(override && { override_callback_uri: override }) }] : [],
    };
  },
  "POST subscribed_apps"(_, { world }) {
    world.state.whatsapp.subscribed = true;
    world.keep();
    return { success: true };
  },
  "GET message_templates": ({ query }, { world }) => listTemplates(world, query),
  "POST message_templates": ({ body }, { world }) => createTemplate(world, body),
};

const OF_APP: Record<string, Operation> = {
  "GET subscriptions": (_, { callbackUrl, world }) => listSubscriptions(callbackUrl(), factsOf(world)),
};

const OF_TOKEN: Record<string, Operation> = {
  "GET ": ({ query }, { credentials, world }) => debugToken(credentials.whatsapp, query, factsOf(world)),
};

/** TIER_250, TIER_2K, TIER_10K and so on, in Meta's words. */
function toTier(people: number): string {
  if (!Number.isFinite(people)) return "TIER_UNLIMITED";
  return `TIER_${people < 1000 ? people : `${people / 1000}K`}`;
}

function operationOf(name: string, id: string, { credentials }: WhatsappRoom): Operation {
  const { phoneNumberId, businessAccountId, appId } = credentials.whatsapp;
  const nodes = new Map([
    [phoneNumberId, OF_NUMBER],
    [businessAccountId, OF_ACCOUNT],
    [appId, OF_APP],
    ["debug_token", OF_TOKEN],
  ]);
  const operation = nodes.get(id)?.[name];
  if (!operation) throw unknownObject(id);
  return operation;
}

function checkCaller(c: Context, { credentials }: WhatsappRoom): void {
  const token = /^Bearer (\S+)$/.exec(c.req.header("authorization") ?? "")?.[1];
  checkToken(token, c.req.param("id") ?? "", credentials.whatsapp);
  checkProof(new URL(c.req.url).searchParams, credentials.whatsapp);
  const version = /^v(\d+)\.\d+$/.exec(c.req.param("version") ?? "")?.[1];
  if (version === undefined) throw unknownObject(c.req.param("version") ?? "");
  if (Number(version) <= LAST_DEAD_VERSION) {
    throw new GraphRefusal(2635, `(#2635) You are calling a deprecated version of the API (v${version}.0)`);
  }
}

async function readAsked(c: Context): Promise<Asked> {
  const query = new URL(c.req.url).searchParams;
  const none = { query, body: {}, form: new FormData() };
  if (c.req.method === "GET") return none;
  if (c.req.header("content-type")?.startsWith("multipart/form-data")) return { ...none, form: await c.req.formData() };
  const text = await c.req.text();
  const body = text === "" ? {} : toShape(parseJson(text));
  if (!body) throw graphRefusal(100, "The request body is not valid JSON");
  return { ...none, body };
}

function troubleOf(): Trouble {
  return {
    tooMany: () => refuse(graphRefusal(130429, "Message failed to send because there were too many messages", 429)),
    broken: (status) => new Response("<html><body>Sorry, something went wrong.</body></html>", { status }),
    refused: ({ code, description = titleOf(code), status = 400 }) =>
      refuse(graphRefusal(code, description, status === 409 ? 400 : status)),
  };
}

function unknownObject(id: string): GraphRefusal {
  const message = `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`;
  return new GraphRefusal(100, message, { type: "GraphMethodException" });
}

function refuse(refusal: GraphRefusal): Response {
  return Response.json(toGraphBody(refusal), { status: refusal.status });
}
