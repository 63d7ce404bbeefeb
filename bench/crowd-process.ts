import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import type { Order, Report } from "./crowd/order.ts";

export interface CrowdProcess {
  /** Where the programs are to send what they say. */
  telegramApiRoot: string;
  whatsappApiRoot: string;
  rush(order: Order): Promise<Report>;
  end(): void;
}

export async function startCrowd(): Promise<CrowdProcess> {
  const child = fork(join(import.meta.dirname, "crowd", "main.ts"), { stdio: "inherit" });
  const roots = await hear<Pick<CrowdProcess, "telegramApiRoot" | "whatsappApiRoot">>(child);
  return {
    ...roots,
    rush(order) {
      const report = hear<Report>(child);
      child.send(order);
      return report;
    },
    end: () => void child.kill(),
  };
}

/** The next thing it says. @throws if it ends first */
function hear<T extends object>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => reject(new Error("the crowd has gone"));
    child.once("exit", end);
    child.once("message", (message: T) => {
      child.off("exit", end);
      resolve(message);
    });
  });
}
