// Taken out once: in the sandbox that tests run in, looking up a global costs ten times what the arithmetic does.
const { imul } = Math;

const FIRST_SLOTS = 1024;
/** Beyond it, open addressing looks too long for a free slot. */
const FULLEST = 0.7;

/** The id that was hashed last, in whichever table: one is looked up, and then noted, or looked for in another. */
const last: { id: string | undefined; a: number; b: number } = { id: undefined, a: 0, b: 0 };

/**
 * Numbers by id, for millions of ids: what a `Map` of strings keeps in 100 bytes an id takes 12 to 32 here, because the
 * ids themselves are not kept, but 64 bits of each. Among a million ids, two share them with a chance of 1 in 37
 * million.
 */
export class IdTable {
  /** Two halves of the hash; both 0 is a free slot. */
  private high = new Uint32Array(FIRST_SLOTS);
  private low = new Uint32Array(FIRST_SLOTS);
  /** Not there as long as ids are but noted. */
  private values: Float64Array | undefined;
  private used = 0;
  /** The hash of the id at hand: an object for each would be the garbage of every line read. */
  private a = 0;
  private b = 0;

  get size(): number {
    return this.used;
  }

  has(id: string): boolean {
    this.hash(id);
    return !this.isFree(this.find());
  }

  get(id: string): number | undefined {
    this.hash(id);
    const slot = this.find();
    return this.isFree(slot) ? undefined : (this.values?.[slot] ?? 0);
  }

  /** Whether the id is new. */
  set(id: string, value: number): boolean {
    const isNew = this.add(id);
    this.values ??= new Float64Array(this.low.length);
    this.values[this.find()] = value;
    return isNew;
  }

  /** Notes an id; answers whether it was not there before. Its number is 0 until one is set. */
  add(id: string): boolean {
    this.hash(id);
    const slot = this.find();
    if (!this.isFree(slot)) {
      return false;
    }
    this.high[slot] = this.a;
    this.low[slot] = this.b;
    if (++this.used > FULLEST * this.low.length) {
      this.grow();
    }
    return true;
  }

  /** The numbers of all ids, in no order that means anything. */
  *numbers(): Generator<number> {
    for (let slot = 0; slot < this.low.length; slot++) {
      if (!this.isFree(slot)) {
        yield this.values?.[slot] ?? 0;
      }
    }
  }

  /** cyrb53 with all of its 64 bits (bryc 2018): two lanes of a multiplicative hash, mixed by MurmurHash3's finaliser. */
  private hash(id: string): void {
    if (id === last.id) {
      this.a = last.a;
      this.b = last.b;
      return;
    }
    let a = 0xdeadbeef;
    let b = 0x41c6ce57;
    for (let i = 0; i < id.length; i++) {
      const unit = id.charCodeAt(i);
      a = imul(a ^ unit, 2654435761);
      b = imul(b ^ unit, 1597334677);
    }
    a = imul(a ^ (a >>> 16), 2246822507) ^ imul(b ^ (b >>> 13), 3266489909);
    b = imul(b ^ (b >>> 16), 2246822507) ^ imul(a ^ (a >>> 13), 3266489909);
    this.a = a >>> 0;
    this.b = (a === 0 && b === 0 ? 1 : b) >>> 0;
    last.id = id;
    last.a = this.a;
    last.b = this.b;
  }

  private isFree(slot: number): boolean {
    return this.high[slot] === 0 && this.low[slot] === 0;
  }

  /** The slot of the id at hand, or the free one where it would go. */
  private find(): number {
    const mask = this.low.length - 1;
    let slot = this.b & mask;
    while (!this.isFree(slot) && !(this.low[slot] === this.b && this.high[slot] === this.a)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private grow(): void {
    const { high, low, values, a, b } = this;
    this.high = new Uint32Array(2 * high.length);
    this.low = new Uint32Array(2 * low.length);
    this.values = values === undefined ? undefined : new Float64Array(2 * values.length);
    for (let i = 0; i < low.length; i++) {
      this.a = high[i] as number;
      this.b = low[i] as number;
      if (this.a !== 0 || this.b !== 0) {
        const slot = this.find();
        this.high[slot] = this.a;
        this.low[slot] = this.b;
        if (this.values !== undefined) {
          this.values[slot] = values?.[i] ?? 0;
        }
      }
    }
    this.a = a;
    this.b = b;
  }
}
