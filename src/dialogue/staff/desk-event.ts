import type { EventId } from "../../ids.ts";
import type { EventFacts, SeatCount } from "../../messages.ts";

/** Whoever changes an event says which version they saw. */
export interface EventVersion {
  id: EventId;
  revision: number;
  zone: string;
}

/** An event as its organisers see it. */
export interface DeskEvent {
  facts: EventFacts;
  description: string | null;
  /** Telegram's file_id. */
  picture?: string | null;
  seats: SeatCount;
  /** Of the seats that are taken, held for people who are asked whether they take them; unknown in a list. */
  held?: number;
  /** How many of its people no message reaches; known only where they are told of a change. */
  unreached?: number;
  status: "draft" | "published" | "cancelled";
  revision: number;
}

/** `zone`: in which events usually take place; undefined while there are none. */
export interface EventPage {
  page: number;
  total: number;
  zone: string | undefined;
  events: DeskEvent[];
}
