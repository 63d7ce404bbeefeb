/** Bytes that may come in runs, in the order of their codes. */
const BYTES = [0x00, 0x02, 0xff] as const;
export type RunByte = (typeof BYTES)[number];

/** Of what follows a run's first byte, at most so many are said at once. */
const LONGEST = 258;
const SHORTEST = 3;

export interface Runs {
  /** So many more of this byte. */
  add(byte: RunByte, length: number): void;
  /** All of them as zlib packs them: RFC 1950 and 1951. */
  pack(): Buffer;
}

/**
 * Packs bytes that are never laid out: a picture of squares is a megabyte of them, in few long runs, and zlib looks at
 * each. Where runs are all there is, the best codes are known before: two bits say "258 more of it", eight to thirteen a
 * shorter length, six a byte.
 */
export function createRuns(): Runs {
  const bits = createBits();
  startBlock(bits);
  const sum = createAdler();
  let current: RunByte = 0;
  let length = 0;

  const flush = () => {
    if (!length) return;
    sum.add(current, length);
    const code = toCode(BYTES.indexOf(current));
    bits.put(code, 6 + 2 * Math.floor((length - 1) / LONGEST));
    const left = (length - 1) % LONGEST;
    if (left >= SHORTEST) putLength(bits, left);
    else for (let one = 0; one < left; one++) bits.put(code, 6);
  };
  return {
    add(byte, more) {
      if (byte !== current) {
        flush();
        current = byte;
        length = 0;
      }
      length += more;
    },
    pack() {
      flush();
      bits.put(toCode(BYTES.length), 6); // the end of the block
      return Buffer.concat([Buffer.from([0x78, 0x01]), bits.end(), sum.end()]);
    },
  };
}

/** The only block: the lengths of its codes, of which the codes themselves follow. */
function startBlock({ put }: Bits): void {
  put(0b1, 1); // no other follows
  put(0b10, 2); // codes of its own
  put(286 - 257, 5); // symbols: 0 to 255 a byte, 256 the end, from 257 a length
  put(2 - 1, 5); // distances
  // The lengths are packed too: first how, in an order of the format's. 0, 1, 6 and 18 ("so many zeros") take two bits each.
  const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1];
  put(order.length - 4, 4);
  for (const symbol of order) put([0, 1, 6, 18].includes(symbol) ? 2 : 0, 3);
  const [NONE, ONE, SIX] = [0b00, 0b10, 0b01];
  const noneFor = (symbols: number) => put(0b11 | ((symbols - 11) << 2), 9);

  for (const length of [SIX, NONE, SIX]) put(length, 2); // bytes 0 to 2
  noneFor(138);
  noneFor(114);
  for (let symbol = 255; symbol < 285; symbol++) put(SIX, 2);
  for (const length of [ONE, ONE, ONE]) put(length, 2); // length 258; distances 1 and 2, of which some readers want two
}

/** Of those of six bits. The format begins a code at its highest bit, and all else at the lowest. */
const CODES = Array.from({ length: 32 }, (_, index) => {
  const bits = (0b100000 + index).toString(2);
  return Number.parseInt([...bits].reverse().join(""), 2);
});

function toCode(index: number): number {
  return CODES[index] ?? 0;
}

/** 3 to 257 more of the byte before. Lengths share a code in growing groups, and bits behind it tell which it is. */
function putLength({ put }: Bits, length: number): void {
  const above = length - SHORTEST;
  const extra = Math.max(0, 29 - Math.clz32(above));
  const group = 4 * extra + (above >> extra);
  const which = above & ((1 << extra) - 1);
  put(toCode(BYTES.length + 1 + group) | (which << 6), 6 + extra + 1); // the last is the distance: 1
}

type Bits = ReturnType<typeof createBits>;

function createBits() {
  let bytes = Buffer.allocUnsafe(8_192);
  let full = 0;
  let held = 0;
  let count = 0;

  /** The lowest first: at most 24 at once, and behind them any number that are 0. */
  function put(value: number, length: number): void {
    held |= value << count;
    for (count += length; count >= 8; count -= 8) {
      if (full === bytes.length) bytes = Buffer.concat([bytes, bytes]);
      bytes[full++] = held;
      held >>>= 8;
    }
  }
  return {
    put,
    end(): Buffer {
      put(0, 7); // a byte that was begun
      return bytes.subarray(0, full);
    },
  };
}

/** The checksum at the end, Adler-32: the sum of the bytes, and the sum of that sum after each. */
function createAdler() {
  const PRIME = 65_521;
  let sum = 1;
  let sums = 0;
  return {
    add(byte: number, times: number): void {
      sums = (sums + times * sum + (byte * times * (times + 1)) / 2) % PRIME;
      sum = (sum + times * byte) % PRIME;
    },
    end(): Buffer {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt16BE(sums, 0);
      bytes.writeUInt16BE(sum, 2);
      return bytes;
    },
  };
}
