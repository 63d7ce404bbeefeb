import { isAway } from "../database/faults.ts";

/** More side by side are smaller, and cost more commits than they save waiting. */
const SIDE_BY_SIDE = 2;
/** A group that takes longer counts as held up: somebody has a row that it wants, and others may start beside it. */
const PATIENCE_MS = 50;
/** Of those that are held up, and the others. Each takes a connection. */
const MOST_GROUPS = 4;

/** Has things decided together: all that arrive while a group is under way share the next one. */
export interface Groups<Item, Answer> {
  /** Rejects if the item fails by itself, or if the database is away. */
  join(item: Item): Promise<Answer>;
}

interface Options<Item, Answer> {
  /** More in one gain little, and whoever comes first waits for the last. */
  size: number;
  /** Two groups never have the same key at once. */
  keyOf(item: Item): string;
  /** A group may have a key several times, in the order in which they came. */
  several: boolean;
  /** Answers in the order of the group. */
  decide(group: Item[]): Promise<Answer[]>;
}

interface Waiting<Item, Answer> {
  item: Item;
  resolve(answer: Answer): void;
  reject(error: unknown): void;
}

export function createGroups<Item, Answer>({
  size,
  keyOf,
  several,
  decide,
}: Options<Item, Answer>): Groups<Item, Answer> {
  const queue: Waiting<Item, Answer>[] = [];
  const underWay = new Set<string>();
  let groups = 0;
  let onTheirWay = 0;
  let isSoon = false;

  /** The next of the queue in their order; whoever may not go with them waits for a later group. */
  function take(): Waiting<Item, Answer>[] {
    const group: Waiting<Item, Answer>[] = [];
    const later: Waiting<Item, Answer>[] = [];
    const keys = new Set<string>();
    for (const waiting of queue.splice(0)) {
      const key = keyOf(waiting.item);
      const fits = group.length < size && !underWay.has(key) && (several || !keys.has(key));
      (fits ? group : later).push(waiting);
      if (fits) keys.add(key);
    }
    queue.push(...later);
    return group;
  }

  function startNext(): void {
    if (onTheirWay >= SIDE_BY_SIDE || groups >= MOST_GROUPS) return;
    const group = take();
    if (!group.length) return;
    let isOnItsWay = true;
    const letOthers = () => {
      if (isOnItsWay) onTheirWay--;
      isOnItsWay = false;
      startNext();
    };
    onTheirWay++;
    groups++;
    for (const { item } of group) underWay.add(keyOf(item));
    const impatience = setTimeout(letOthers, PATIENCE_MS);
    void answer(group).then(() => {
      clearTimeout(impatience);
      groups--;
      letOthers();
    });
    startNext(); // what did not fit
  }

  /**
   * A group that fails is decided anew, those of each key by themselves, and of one key one by one: so a bad item costs
   * the others nothing, and a key that is held the other keys nothing. Not so if nobody is there.
   */
  async function answer(group: Waiting<Item, Answer>[]): Promise<void> {
    try {
      await answerTogether(group);
    } catch (error) {
      const parts = [...Map.groupBy(group, ({ item }) => keyOf(item)).values()];
      const isSplit = parts.length > 1 && !isAway(error);
      if (isSplit) return void (await Promise.all(parts.map(answer)));
      if (group.length === 1 || isAway(error)) for (const waiting of group) waiting.reject(error);
      else for (const waiting of group) await answerTogether([waiting]).catch(waiting.reject);
    }
    for (const { item } of group) underWay.delete(keyOf(item));
    startNext();
  }

  async function answerTogether(group: Waiting<Item, Answer>[]): Promise<void> {
    const answers = await decide(group.map(({ item }) => item));
    if (answers.length !== group.length) throw new Error("a group was not answered");
    answers.forEach((given, n) => {
      group[n]?.resolve(given);
    });
  }

  /** After this turn of the event loop: what it has heard besides goes with it. */
  function startSoon(): void {
    if (isSoon) return;
    isSoon = true;
    setImmediate(() => {
      isSoon = false;
      startNext();
    });
  }

  return {
    join: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        startSoon();
      }),
  };
}
