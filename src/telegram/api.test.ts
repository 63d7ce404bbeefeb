import { expect, test } from "vitest";
import { createConnect } from "./api.ts";
import { startBotApi } from "./bot-api.fixture.ts";
import { classifyFailure } from "./classify.ts";

test("a call whose time ends before a connection is free has not been sent", async () => {
  const { root, calls, next, stop } = await startBotApi(() => "hang");
  const connect = createConnect({ token: "1:x", apiRoot: root, webhookSecrets: [], adminChatId: undefined }, 1);
  const arrived = next("getMe");
  const hanging = connect(5_000).getMe().catch(classifyFailure);
  await arrived;

  const waiting = connect(50).sendMessage(7, "hello").catch(classifyFailure);
  expect(await waiting).toMatchObject({ type: "retry", unknown: false, reason: "network: not-sent" });
  expect(calls).toHaveLength(1);

  await stop();
  expect(await hanging).toMatchObject({ type: "retry", unknown: true });
});
