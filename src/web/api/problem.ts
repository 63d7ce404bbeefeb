import type { Context } from "hono";
import { z } from "zod";

/** RFC 9457: an error as a document that a program can read and a person too. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .describe("Problem details (RFC 9457)");

type ProblemStatus = 400 | 401 | 404 | 409 | 413 | 415;

interface Problem<Status extends ProblemStatus> {
  status: Status;
  title: string;
  detail?: string;
  errors?: { field: string; message: string }[];
}

export function problem<Status extends ProblemStatus>(c: Context, { status, ...rest }: Problem<Status>) {
  const body: z.infer<typeof problemSchema> = { type: "about:blank", status, ...rest };
  return c.json(body, status, { "content-type": "application/problem+json" });
}

export function toFieldErrors(error: z.ZodError): { field: string; message: string }[] {
  return error.issues.map(({ path, message }) => ({ field: path.join(".") || "(body)", message }));
}
