import { createServer } from "node:http";
import { listenOnLoopback } from "./loopback.ts";

/** Both platforms as a test needs them that posts its updates itself: they take all they are told, and cost next to nothing. */
export async function serveBluntPlatforms(): Promise<{
  telegramApiRoot: string;
  whatsappApiRoot: string;
  stop(): Promise<void>;
}> {
  let messages = 0;
  const results: Record<string, unknown> = {
    getMe: { id: 1, is_bot: true, first_name: "Doorlist", username: "doorlist_test_bot" },
    getWebhookInfo: { url: "", has_custom_certificate: false, pending_update_count: 0 },
  };
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      const [, room, , , last = ""] = (request.url ?? "").split(/[/?]/);
      const id = ++messages;
      const answer =
        room === "telegram"
          ? { ok: true, result: results[last] ?? (/^(send|edit)/.test(last) ? { message_id: id, date: 0 } : true) }
          : { success: true, id: String(id), display_phone_number: "15550100000", messages: [{ id: `wamid.${id}` }] };
      response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
    });
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    telegramApiRoot: `${url}/telegram/api`,
    whatsappApiRoot: `${url}/whatsapp`,
    stop: close,
  };
}
