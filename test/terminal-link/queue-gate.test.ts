import assert from 'node:assert/strict';
import {test} from 'node:test';
import {QueueGate} from '../../source/terminal/link/queue-gate.ts';
import {pseudoRandom, SlowLine, type SlowLineOptions} from './slow-line.ts';

const ceiling = 256 * 1024;
/** Milliseconds between looks: 25 to 33. */
const lookMs = 33;

interface Run {
  /** Of what could have been sent: the line's rate, or what the ceiling lets through. */
  readonly share: number;
  readonly p95Ms: number;
}

/** A console that always has more to write than the gate lets through. */
class Session {
  readonly line: SlowLine;
  readonly gate = new QueueGate();
  nowMs = 0;
  readonly #random = pseudoRandom(7);

  constructor(options: SlowLineOptions) {
    this.line = new SlowLine(options);
  }

  run(seconds: number, wanted = () => Number.POSITIVE_INFINITY): Run {
    const beganMs = this.nowMs;
    const endMs = beganMs + seconds * 1000;
    this.line.takeSent();
    for (; this.nowMs < endMs; this.nowMs += 25 + this.#random() * (lookMs - 25)) {
      this.gate.observe(this.line.queued(this.nowMs), this.nowMs);
      const bytes = Math.min(wanted(), this.gate.room(this.nowMs));
      if (bytes > 0) this.write(bytes);
    }
    const {bytes, p95Ms} = this.line.takeSent();
    const {bytesPerSecond, roundTripMs} = this.line;
    const able = Math.min(bytesPerSecond, ceiling / ((roundTripMs + 2 + lookMs) / 1000));
    return {share: bytes / ((this.nowMs - beganMs) / 1000) / able, p95Ms};
  }

  write(bytes: number): void {
    this.line.write(bytes, this.nowMs);
    this.gate.wrote(bytes, this.nowMs);
  }
}

const kilobit = 125;
const rates = [32, 48, 64, 128, 256, 1000, 4000, 10_000, 100_000, 1_000_000];
const roundTrips = [1, 20, 50, 100, 200, 400, 600];

for (const rate of rates) {
  test(`the gate keeps a line of ${rate} kbit/s busy and its queue short, whatever the round trip`, () => {
    for (const roundTripMs of roundTrips) {
      const session = new Session({bytesPerSecond: rate * kilobit, roundTripMs});
      session.run(20);
      const {share, p95Ms} = session.run(40);
      const what = `${roundTripMs} ms: ${Math.round(100 * share)} %, ${Math.round(p95Ms)} ms`;
      assert.ok(share >= 0.7, what);
      // At 32 kbit/s a kilobyte, the floor, takes a quarter of a second.
      assert.ok(p95Ms <= (rate < 48 ? 400 : 250), what);
    }
  });
}

const carriers: Record<string, SlowLineOptions['carried']> = {
  'a multiplexer that writes half as much again': bytes => bytes * 1.5 + 40,
  'a multiplexer that writes three times as much': bytes => bytes * 3 + 40,
  'compression to 60 %': bytes => bytes * 0.6 + 40,
  'larger headers': bytes => bytes + 80,
  'no headers': bytes => bytes,
};
for (const [name, carried] of Object.entries(carriers)) {
  test(`the gate copes with ${name} between it and the queue`, () => {
    for (const rate of [64, 256, 1000, 10_000]) {
      for (const roundTripMs of [1, 50, 200, 600]) {
        const session = new Session({bytesPerSecond: rate * kilobit, roundTripMs, carried: carried!});
        session.run(20);
        const {share, p95Ms} = session.run(40);
        const what = `${rate} kbit/s, ${roundTripMs} ms: ${Math.round(100 * share)} %, ${Math.round(p95Ms)} ms`;
        assert.ok(share >= 0.6 && p95Ms <= 350, what);
      }
    }
  });
}

test('the gate copes with acknowledgements that come up to 60 ms late', () => {
  for (const rate of [64, 256, 1000, 4000]) {
    for (const roundTripMs of [20, 100, 300]) {
      const session = new Session({bytesPerSecond: rate * kilobit, roundTripMs, jitterMs: 60});
      session.run(20);
      const {share, p95Ms} = session.run(40);
      assert.ok(share >= 0.7 && p95Ms <= 300, `${rate} kbit/s, ${roundTripMs} ms: ${share}, ${p95Ms} ms`);
    }
  }
});

for (const roundTripMs of [1, 50, 200, 600]) {
  test(`a line of ${roundTripMs} ms that falls to a tenth has a short queue again as soon as the old one is gone`, () => {
    const session = new Session({bytesPerSecond: 1000 * kilobit, roundTripMs});
    session.run(30);
    session.line.bytesPerSecond /= 10;
    // The window held 100 ms and the round trip's worth, which now takes ten times as long.
    session.run((10 * (roundTripMs + 200)) / 1000 + 1);
    const {share, p95Ms} = session.run(10);
    assert.ok(share >= 0.7 && p95Ms <= 300, `${share}, ${p95Ms} ms`);
  });

  test(`a line of ${roundTripMs} ms that rises tenfold is busy again within ten round trips and two seconds`, () => {
    const session = new Session({bytesPerSecond: 100 * kilobit, roundTripMs});
    session.run(30);
    session.line.bytesPerSecond *= 10;
    session.run(2 + (10 * roundTripMs) / 1000);
    const {share} = session.run(5);
    const {p95Ms} = session.run(10);
    assert.ok(share >= 0.7 && p95Ms <= 300, `${share}, ${p95Ms} ms`);
  });
}

test('a round trip that grows by a third of a second is not taken for a queue for long', () => {
  const session = new Session({bytesPerSecond: 1000 * kilobit, roundTripMs: 50});
  session.run(30);
  session.line.roundTripMs = 383;
  session.run(20);
  const {share, p95Ms} = session.run(10);
  assert.ok(share >= 0.7 && p95Ms <= 250, `${share}, ${p95Ms} ms`);
});

test('a line that stands still for a second does not stay slow', () => {
  const session = new Session({bytesPerSecond: 1000 * kilobit, roundTripMs: 100});
  session.run(30);
  session.line.bytesPerSecond = 10;
  session.run(1);
  session.line.bytesPerSecond = 1000 * kilobit;
  session.run(3);
  const {share, p95Ms} = session.run(5);
  assert.ok(share >= 0.7 && p95Ms <= 250, `${share}, ${p95Ms} ms`);
});

test('frames that the line can carry are let through as they come', () => {
  for (const roundTripMs of [1, 50, 200, 600]) {
    const session = new Session({bytesPerSecond: 1000 * kilobit, roundTripMs});
    let left = 0;
    let refused = 0;
    for (let frame = 0; frame < 300; frame++) {
      left = 2000;
      session.run(0.1, () => {
        const bytes = Math.min(left, session.gate.room(session.nowMs));
        left -= bytes;
        return bytes;
      });
      if (frame >= 50 && left > 0) refused++;
    }
    // Where frames overlap on the line, those of two round trips in 20 s wait until it has been measured.
    assert.ok(
      refused <= (2 * roundTripMs) / 100,
      `${roundTripMs} ms: ${refused} of 250 frames were held back`,
    );
  }
});

test('another pane of the multiplexer that floods the line does not silence this one', () => {
  const session = new Session({bytesPerSecond: 10_000 * kilobit, roundTripMs: 20});
  session.run(5, () => 500);
  let wrote = 0;
  session.run(20, () => {
    const flood = 400_000 - session.line.queued(session.nowMs);
    if (flood > 0) session.line.write(flood, session.nowMs);
    const room = session.gate.room(session.nowMs);
    if (room > 0) wrote++;
    return Math.min(500, room);
  });
  assert.ok(wrote >= 8, `${wrote} writes in 20 s`);
  session.run(2, () => 0);
  assert.ok(session.gate.room(session.nowMs) >= 1000);
});

test('before anything is known, little goes into an empty queue, and no more until it has arrived', () => {
  const gate = new QueueGate();
  assert.equal(gate.idle, true);
  assert.equal(gate.room(0), 384);
  gate.wrote(384, 0);
  gate.observe(424, 25);
  assert.equal(gate.room(25), 0);
  assert.equal(gate.idle, false);
  gate.observe(0, 50);
  assert.equal(gate.idle, true);
  assert.equal(gate.room(50), 4096);
});

test('a queue that seems empty right after a write is not believed', () => {
  const gate = new QueueGate();
  gate.wrote(384, 0);
  gate.observe(0, 5);
  assert.equal(gate.idle, false);
  assert.equal(gate.room(5), 0);
});
