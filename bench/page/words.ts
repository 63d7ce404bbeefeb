import { CALM } from "../plan.ts";

/** What the page says besides figures. */

export const OPENING = `# Performance

How fast Doorlist is, beside what one would write instead of it and beside the limits of the machine. This page is drawn by \`npm run bench\`, which anybody can run: it needs the programs of Postgres (with \`pgbench\`) and Redis, and about forty minutes on an idle machine. \`npm run bench -- --quick\` gives a first idea in two minutes and leaves this page alone; \`npm run bench -- hot 32\` or \`-- calm\` repeats one part; \`--resume\` goes on where a run was broken off.`;

export const METHOD = `## What is measured

**The people.** One more process plays all the people and both platforms. A person signs up as people do: opens the link of an event, presses the buttons of what was answered, types an e-mail, confirms, and has a ticket with a QR picture; four messages on Telegram, five on WhatsApp. The next message goes when the reply to the last one was seen and its webhook was answered 200. A webhook that is answered something else than 200 is brought again after a second, as the platforms do. Then the next person comes. Everybody comes once, as in life, so that no flood guard bites. Their connections are open and used before the first of them writes, as those of a proxy are: Node takes one new connection in each turn of its loop, whatever program it runs.

**Those who take their time.** In a crowd of 1, 32 or 256 everybody goes on the instant they hear. As many messages are then under way as there are people, and by Little's law a message takes people / messages a second on average until it has both its reply and its 200, whatever the program is: 256 people at 1,200 messages a second take 213 ms. A program can only choose who waits: all alike, or one kind of message for all others, or the reply alone, where the 200 is given before the work. The times of these crowds are their throughput told in another way. In life a person reads and types. Therefore ${CALM.people} people are measured besides who take a while before each message: ${(CALM.people / CALM.messagesPerSecond).toFixed(2)} seconds on average, spread exponentially, drawn from a fixed seed and the same for each program. Together they write about ${CALM.messagesPerSecond} messages a second, four times the pace that Doorlist keeps with an ordinary account of Telegram. What they wait is what a message takes where nobody makes a queue on purpose. A pause begins when the last reply was heard, so that a slow program is written to a little less.

**The double.** The platforms answer each call at once and check nothing. It is the same process with the same kept-open connections for every program, and the same moment ends every measurement: the call with the reply has arrived. What the people cost is told below, since they share the machine with what is measured.

**Receipts.** WhatsApp tells of each message, by a webhook for each step, that it was sent, delivered and read. That is measured apart, so that the other tables compare what people do: 32 at once, and the next message goes when all three receipts about the last reply were answered 200, so that none pile up. In life they come later and beside other things; there are as many. The rate is therefore of people who wait for them; what they cost is in the processor's column.

**The programs.** Each is a process of its own (with the heap flags of Doorlist's \`npm start\`, Node's compile cache filled by an earlier start, \`NODE_ENV=production\`), runs alone, takes turns with the others and goes first in another round. The peers are in \`bench/peers/\`: grammY with its conversations and Redis, Telegraf with scenes and Redis, Hono with the WhatsApp client and Redis. They keep registrations in Postgres in one transaction with a capacity check: named statements, a pool of 10, the event's row locked last. They are what a good engineer writes in an afternoon, and they do less than Doorlist; see below.

**The stores.** One Postgres with \`fsync\` and \`synchronous_commit\` on, one Redis, the same for all, a database for each program.

**Doorlist's pace.** It keeps to what Telegram and WhatsApp allow an account, 22 messages a second that nobody asked for and the like, so that what is measured here is never reached with an ordinary account. The bench sets \`PACE=1000\`, as accounts that were raised set theirs; every gate is still asked for every message.

**Figures** are medians of the rounds, with the least and the most in brackets; each table tells how many rounds it has. Ratios compare what was measured in the same round. "p99" is the ninety-ninth percentile of one round.`;

export const PEERS = `## What the peers do not do

| | Doorlist | the peers |
| --- | --- | --- |
| an update that is brought twice | has its effect once | has it twice; the ticket alone is protected, by a unique index |
| a crash between the answer and the reply | the reply is in the database and goes later | nobody ever says it |
| a crash of Redis | nobody notices | every conversation is lost |
| two updates of one chat at once | one after the other | side by side: the later session wins |
| the 200 | after the commit | grammY, Telegraf: after the reply; the WhatsApp client's example: before the work, which a crash then loses |
| a platform that says "wait" | waits, and goes on | an error in the log |
| what becomes of a message on WhatsApp | is written down with it, before the receipt's 200; a failed one is sent again where that helps | nobody looks: a 200, and forgotten |
| a full event | a queue, and offers when a seat comes free | "all seats are taken" |
| also | reminders, both messengers as one person, a desk for organisers, the platforms' limits of pace | |

Where a library knows a faster way it is used: Telegraf's answer to a press rides in the 200, grammY's connections are kept open, each statement is prepared once.`;

export const LIMITS = `## What is not measured

- Telegram and Meta themselves: a call takes them 50 to 300 ms, and a real account may send 25 or 80 a second. At that pace every program here is idle most of the time.
- TLS and the way over the internet.
- More than one process. Postgres, Redis, the people and the program share the processors of one machine, so that whoever asks the stores for less also leaves more to itself; on a machine of its own each would be faster.
- Hours. A round lasts seconds; what grows with the tables is measured by filling them.`;

export const TIME = `Shares of the processor time that the process itself takes while they sign up, by V8's profiler. What Postgres, Redis and the kernel take besides is not in it.

**Why a message costs what it does.** There is no one thing left that is large. What is written to sockets is the largest: a webhook's answer, the call with the reply (and the one that takes the buttons off the message before), the share of each statement and of Redis, and what waits at the other end is woken by each. The peers write their session to Redis and leave it at that; here a step, the update's id and the reply are a row each in Postgres before the 200, a confirmation is a transaction of eight statements in three round trips, and that a reply is out is written down as well. Alone, a person pays all of that by themselves; of 32 some share it, of 256 most do, which is why Doorlist gains on the peers with the size of the crowd. The rest is HTTP (Node's server and client, Hono, grammY), the libraries of both stores, and the garbage of them all: what the echo takes, which neither stores nor draws anything, is the least that the same libraries can do.`;
