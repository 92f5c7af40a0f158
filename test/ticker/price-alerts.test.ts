import assert from 'node:assert/strict';
import {describe, it, test} from 'node:test';
import fc from 'fast-check';
import type {Alert} from '../../source/anomaly/alert.ts';
import {alertSchema} from '../../source/anomaly/alert-schema.ts';
import type {Trade} from '../../source/ticker/event.ts';
import {PriceAlerts} from '../../source/ticker/price-alerts.ts';
import {type PriceRule, readPriceRule} from '../../source/ticker/price-rule.ts';

const startMs = Date.parse('2026-11-22T12:00:00Z');

function rules(...texts: readonly string[]): PriceRule[] {
  return texts.map(text => {
    const rule = readPriceRule(text, ['kraken', 'binance']);
    assert.ok(typeof rule !== 'string', String(rule));
    return rule;
  });
}

function trade(seconds: number, price: number, more: Partial<Trade> = {}): Trade {
  const time = new Date(startMs + Math.round(seconds * 1000)).toISOString();
  return {type: 'trade', symbol: 'BTC/USD', price, size: 1, time, ...more};
}

/** It comes when it happened, or at `atMs`. */
function push(alerts: PriceAlerts, one: Trade, atMs = Date.parse(one.time)): Alert[] {
  return alerts.push(one, atMs);
}

function alertsOf(text: string, ...trades: readonly Trade[]): Alert[] {
  const alerts = new PriceAlerts(rules(text));
  return trades.flatMap(one => push(alerts, one));
}

/** Second and state, the first second being 0. */
function brief(alerts: readonly Alert[]): string[] {
  return alerts.map(({time, state}) => `${(Date.parse(time) - startMs) / 1000} ${state}`);
}

/** One trade a second from `from` on. */
function steady(from: number, prices: readonly number[]): Trade[] {
  return prices.map((price, index) => trade(from + index, price));
}

const at = (price: number, times: number) => Array.from({length: times}, () => price);

describe('a threshold', () => {
  it('opens an alert with the trade that passes it, and says by how much', () => {
    assert.deepEqual(alertsOf('BTC/USD > 70000', trade(0.9, 69_990), trade(1.25, 70_012.5)), [
      {
        type: 'alert',
        id: 'ticker/BTC/USD/> 70000@2026-11-22T12:00:01.250Z',
        key: 'ticker/BTC/USD/> 70000',
        state: 'open',
        severity: 'warning',
        title: 'BTC/USD > 70000',
        reason: '70012.5 at 12:00:01, 0.018% above 70000; it was 69990',
        since: '2026-11-22T12:00:01.250Z',
        time: '2026-11-22T12:00:01.250Z',
        count: 1,
        score: alertsOf('BTC/USD > 70000', trade(0, 70_012.5))[0]!.score,
      },
    ]);
  });

  it('is told again once a minute and resolves after five calm seconds, at the end of the fifth', () => {
    const trades = steady(0, [...at(70_100, 65), ...at(69_000, 7)]);
    const alerts = alertsOf('BTC/USD > 70000', ...trades);
    assert.deepEqual(brief(alerts), ['0 open', '60 open', '69 resolved']);
    assert.equal(
      alerts.at(-1)!.reason,
      'calm for 5 windows; at its worst: 70100 at 12:00:00, 0.14% above 70000',
    );
  });

  it('does not count seconds in which nothing was traded as calm', () => {
    const alerts = alertsOf('BTC/USD > 70000', trade(0, 70_100), trade(1, 69_000), trade(60, 69_000));
    assert.deepEqual(brief(alerts), ['0 open']);
  });

  it('is one alert while the price dances on the line', () => {
    const dance = Array.from({length: 50}, (_, index) => (index % 10 === 0 ? 70_020 : 69_980));
    assert.deepEqual(brief(alertsOf('BTC/USD > 70000', ...steady(0, dance))), ['0 open']);
  });

  it('is the same alert when it comes back within five minutes', () => {
    const alerts = alertsOf(
      'BTC/USD > 70000',
      ...steady(0, [70_100, ...at(69_000, 6), 70_200, ...at(69_000, 6)]),
      ...steady(400, [70_300]),
    );
    assert.deepEqual(brief(alerts), ['0 open', '5 resolved', '7 open', '12 resolved', '400 open']);
    assert.deepEqual([alerts[2]!.id, alerts[2]!.count], [alerts[0]!.id, 2]);
    assert.notEqual(alerts[4]!.id, alerts[0]!.id);
  });

  for (const [text, price, fires] of [
    ['BTC/USD > 100', 100, false],
    ['BTC/USD >= 100', 100, true],
    ['BTC/USD < 100', 100, false],
    ['BTC/USD <= 100', 100, true],
    ['BTC/USD < 100', 99.99, true],
    ['BTC/USD <= 100', 100.01, false],
    ['BTC/USD > 0', 0.01, true],
    ['BTC/USD < 0', -37, true],
    ['BTC/USD < -37', -36, false],
    ['btc/usd > 100', 101, true],
    ['kraken:BTC/USD > 100', 101, false],
    ['ETH/USD > 100', 101, false],
  ] as const) {
    it(`"${text}" ${fires ? 'fires' : 'does not fire'} at ${price}`, () => {
      assert.equal(alertsOf(text, trade(0, price)).length, fires ? 1 : 0);
    });
  }

  it('says so where the price is just on it, or where it is 0', () => {
    const reasonOf = (text: string, price: number) => alertsOf(text, trade(0, price))[0]!.reason;
    assert.equal(reasonOf('BTC/USD >= 100', 100), '100 at 12:00:00, just at 100');
    assert.equal(reasonOf('BTC/USD < 0', -37), '-37 at 12:00:00, below 0');
    assert.equal(reasonOf('BTC/USD < -36', -37), '-37 at 12:00:00, 2.8% below -36');
  });
});

describe('a move within a time', () => {
  it('fires when the price is so much above the lowest of the time', () => {
    const [alert, ...more] = alertsOf(
      'BTC/USD +2% in 5m',
      ...steady(0, [100, 99, 100.5, 101]),
      trade(4, 99.5),
    );
    assert.deepEqual(more, []);
    assert.equal(alert!.key, 'ticker/BTC/USD/+2% in 5m');
    assert.equal(alert!.reason, '101 at 12:00:03, 2% above the low of 5m, 99');
  });

  it('fires when the price is so much below the highest of the time', () => {
    const [alert] = alertsOf('BTC/USD -2% in 90s', ...steady(0, [100, 101, 98]));
    assert.equal(alert!.reason, '98 at 12:00:02, 3% below the high of 90s, 101');
  });

  it('fires either way where no sign is given, and not the other way where one is', () => {
    assert.equal(alertsOf('BTC/USD 2% in 5m', ...steady(0, [100, 102])).length, 1);
    assert.equal(alertsOf('BTC/USD 2% in 5m', ...steady(0, [100, 98])).length, 1);
    assert.equal(alertsOf('BTC/USD +2% in 5m', ...steady(0, [100, 98])).length, 0);
    assert.equal(alertsOf('BTC/USD -2% in 5m', ...steady(0, [100, 102])).length, 0);
  });

  it('does not fire when it takes longer', () => {
    assert.deepEqual(alertsOf('BTC/USD +2% in 1m', trade(0, 100), trade(60, 102)), []);
    assert.equal(alertsOf('BTC/USD +2% in 1m', trade(0, 100), trade(59, 102)).length, 1);
  });

  it('is over when the price has stood still for the time', () => {
    const alerts = alertsOf('BTC/USD +2% in 10s', ...steady(0, [100, ...at(103, 20)]));
    assert.deepEqual(brief(alerts), ['1 open', '14 resolved']);
  });
});

describe('a jump', () => {
  it('fires on the trade after, either way, and is calm again at once', () => {
    const alerts = alertsOf('BTC/USD jump 0.5%', ...steady(0, [100, 100.4, 101, ...at(101, 6)]));
    assert.deepEqual(brief(alerts), ['2 open', '7 resolved']);
    assert.equal(alerts[0]!.reason, '101 at 12:00:02, 0.6% above the trade before it, 100.4');
    assert.equal(alertsOf('BTC/USD jump 0.5%', ...steady(0, [100, 99])).length, 1);
  });

  it('is not made by the first trade, nor by two venues that differ', () => {
    assert.deepEqual(alertsOf('BTC/USD jump 0.5%', trade(0, 100)), []);
    const venues = [
      trade(0, 100, {venue: 'kraken'}),
      trade(1, 101, {venue: 'binance'}),
      trade(2, 100, {venue: 'kraken'}),
    ];
    assert.deepEqual(alertsOf('BTC/USD jump 0.5%', ...venues), []);
  });
});

for (const text of ['BTC/USD > 70000', 'BTC/USD 2% in 5m', 'BTC/USD jump 2%']) {
  test(`"${text}" warns and never more, "${text} critical" is critical at once`, () => {
    for (const price of [70_001, 71_500, 1e12]) {
      const trades = steady(0, [70_000, 69_990, price, 69_990]);
      for (const {severity, score} of alertsOf(text, ...trades))
        assert.ok(severity === 'warning' && score >= 0.5 && score < 0.75, `${score}`);
      for (const {severity, score} of alertsOf(`${text} critical`, ...trades))
        assert.ok(severity === 'critical' && score >= 0.75 && score <= 1, `${score}`);
    }
    assert.equal(
      alertsOf(`${text} critical`, ...steady(0, [70_000, 1e12]))[0]!.key.endsWith(' critical'),
      true,
    );
  });
}

test('a late trade makes no alert and is no base for one', () => {
  const late = [trade(10, 100), trade(9, 200), trade(11, 100.1)];
  for (const text of ['BTC/USD > 150', 'BTC/USD 2% in 5m', 'BTC/USD jump 1%'])
    assert.deepEqual(alertsOf(text, ...late), []);
});

test('a trade that is late by more than a minute makes no alert either, and wipes no memory', () => {
  const jump = [trade(0, 100), trade(120, 100), trade(30, 98), trade(121, 100)];
  assert.deepEqual(alertsOf('BTC/USD jump 0.5%', ...jump), []);
  const move = [trade(0, 100), trade(100, 97.5), trade(39, 97.5), trade(101, 96)];
  assert.deepEqual(brief(alertsOf('BTC/USD -3% in 5m', ...move)), ['101 open']);
});

test('when the clock is put back, which eight trades in a row tell, everything begins anew', () => {
  const trades = [trade(3600, 100), ...steady(0, at(200, 9))];
  assert.deepEqual(alertsOf('BTC/USD jump 1%', ...trades), []);
  assert.deepEqual(alertsOf('BTC/USD 2% in 24h', ...trades), []);
  assert.deepEqual(brief(alertsOf('BTC/USD > 150', ...trades)), ['7 open']);
  assert.deepEqual(alertsOf('BTC/USD > 150', ...trades.slice(0, 8)), []);
});

test('an alert that is open when the clock is put back resolves by the new time', () => {
  const trades = [trade(3600, 200), ...steady(0, at(100, 14))];
  assert.deepEqual(brief(alertsOf('BTC/USD > 150', ...trades)), ['3600 open', '11 resolved']);
});

test('one trade from the far future says nothing and does not stop the alerts', () => {
  const alerts = new PriceAlerts(rules('BTC/USD > 150'));
  assert.deepEqual(push(alerts, trade(0, 100)), []);
  assert.deepEqual(push(alerts, trade(1e7, 200), startMs + 1000), []);
  const told = steady(2, [200, ...at(100, 6)]).flatMap(one => push(alerts, one));
  assert.deepEqual(brief(told), ['2 open', '7 resolved']);
});

test('a symbol that is traded every two hours is heard each time', () => {
  const trades = [100, 102, 102, 99].map((price, index) => trade(index * 7200, price));
  assert.deepEqual(brief(alertsOf('BTC/USD jump 1%', ...trades)), ['7200 open', '21600 open']);
});

test('of several venues any fires, and makes one alert that says where', () => {
  const alerts = alertsOf(
    'BTC/USD > 100',
    trade(0, 99, {venue: 'kraken'}),
    trade(0.1, 101, {venue: 'binance+ws://127.0.0.1:1/x'}),
    trade(0.2, 102, {venue: 'kraken'}),
  );
  assert.equal(alerts.length, 1);
  assert.equal(alerts[0]!.reason, '101 on binance at 12:00:00, 1% above 100');
});

test('a rule for a venue hears that venue alone, at whatever address', () => {
  const text = 'kraken:BTC/USD > 100';
  assert.deepEqual(alertsOf(text, trade(0, 101, {venue: 'binance'}), trade(0, 101)), []);
  const [alert] = alertsOf(text, trade(0, 101, {venue: 'kraken+ws://127.0.0.1:9000/v2'}));
  assert.deepEqual([alert!.key, alert!.title], ['ticker/kraken:BTC/USD/> 100', 'kraken:BTC/USD > 100']);
});

test('a rule for every symbol makes an alert of each, apart from that of a rule for the one', () => {
  const alerts = new PriceAlerts(rules('* > 100', 'BTC/USD > 100'));
  const keys = ['BTC/USD', 'ETH/USD']
    .flatMap(symbol => push(alerts, trade(0, 101, {symbol})))
    .map(({key}) => key);
  assert.deepEqual(keys, ['ticker/BTC/USD/* > 100', 'ticker/BTC/USD/> 100', 'ticker/ETH/USD/* > 100']);
});

test('a stream that invents symbols is watched up to a thousand of them', () => {
  const alerts = new PriceAlerts(rules('* > 100', 'S4999/USD > 100'));
  let told = 0;
  for (let index = 0; index < 5000; index++)
    told += push(alerts, trade(index / 100, 101, {symbol: `S${index}/USD`})).length;
  assert.equal(told, 1001);
});

test('a stream that invents venues is watched up to sixteen of them', () => {
  const alerts = new PriceAlerts(rules('BTC/USD jump 1%'));
  for (let index = 0; index < 100; index++) push(alerts, trade(index, 100, {venue: `v${index}`}));
  assert.equal(push(alerts, trade(101, 110, {venue: 'v15'})).length, 1);
  assert.equal(push(alerts, trade(102, 110, {venue: 'v16'})).length, 0);
});

test('rules are added once and are told in their order', () => {
  const [first, second] = rules('BTC/USD > 100', 'ETH/USD < 5');
  const alerts = new PriceAlerts([first!]);
  assert.equal(alerts.add(second!), true);
  assert.equal(alerts.add(rules('btc/usd > 100')[0]!), false);
  assert.deepEqual(alerts.rules, [first, second]);
});

test('what is removed by its place or its rule ends its open alerts and fires no more', () => {
  const [threshold, jump] = rules('BTC/USD > 100', 'BTC/USD jump 1%');
  const alerts = new PriceAlerts([threshold!, jump!]);
  push(alerts, trade(0, 101));
  assert.equal(alerts.remove(2), undefined);
  assert.equal(alerts.remove(-1), undefined);
  assert.equal(alerts.remove(rules('X > 1')[0]!), undefined);
  assert.deepEqual(alerts.remove(jump!), []);
  const [ended, ...more] = alerts.remove(0)!;
  assert.deepEqual(more, []);
  assert.equal(ended!.id, 'ticker/BTC/USD/> 100@2026-11-22T12:00:00.000Z');
  assert.equal(ended!.state, 'resolved');
  assert.equal(ended!.reason, 'the rule was removed; before that: 101 at 12:00:00, 1% above 100');
  assert.deepEqual(alerts.rules, []);
  assert.deepEqual(push(alerts, trade(1, 200)), []);
});

test('a symbol that no venue tells of any more ends its alerts, under every rule, and those of no other', () => {
  const alerts = new PriceAlerts(rules('BTC/USD > 100', '* jump 1%', 'binance:* > 100'));
  for (const symbol of ['BTC/USD', 'ETH/USD'])
    for (const price of [100, 101]) push(alerts, trade(0, price, {symbol, venue: 'kraken'}));
  assert.deepEqual(alerts.forget('binance', 'BTC/USD'), []);
  const ended = alerts.forget('kraken', 'BTC/USD');
  assert.deepEqual(
    ended.map(({key, state, reason}) => [key, state, reason.slice(0, 38)]),
    [
      ['ticker/BTC/USD/> 100', 'resolved', 'the symbol was removed; before that: 1'],
      ['ticker/BTC/USD/* jump 1%', 'resolved', 'the symbol was removed; before that: 1'],
    ],
  );
  assert.deepEqual(alerts.forget('kraken', 'BTC/USD'), []);
  assert.equal(push(alerts, trade(1, 101, {venue: 'kraken'})).length, 1, 'where it is asked for again');
});

test('an alert goes on while another venue tells of its symbol, and resolves when that is calm', () => {
  const alerts = new PriceAlerts(rules('BTC/USD > 100', 'kraken:BTC/USD > 100'));
  push(alerts, trade(0, 101, {venue: 'kraken'}));
  push(alerts, trade(0, 99, {venue: 'binance'}));
  const [own, ...more] = alerts.forget('kraken', 'BTC/USD');
  assert.deepEqual([own!.key, more], ['ticker/kraken:BTC/USD/> 100', []]);
  const told = steady(1, at(99, 7)).flatMap(one => push(alerts, {...one, venue: 'binance'}));
  assert.deepEqual(brief(told), ['5 resolved']);
  assert.deepEqual(alerts.forget('binance', 'BTC/USD'), []);
});

test('a symbol that is given up makes place for another', () => {
  const alerts = new PriceAlerts(rules('* > 100'));
  for (let index = 0; index < 1000; index++)
    push(alerts, trade(0, 1, {symbol: `S${index}`, venue: 'kraken'}));
  const next = trade(1, 101, {symbol: 'NEXT', venue: 'kraken'});
  assert.deepEqual(push(alerts, next), []);
  alerts.forget('kraken', 'S7');
  assert.equal(push(alerts, next).length, 1);
});

const every = [
  'BTC/USD > 100',
  'BTC/USD <= 99 critical',
  '* 2% in 10s',
  'BTC/USD +1% in 1m',
  '* jump 1%',
  'kraken:* >= 101 critical',
  'ETH/USD < 0',
];
const step = fc.record({
  aheadMs: fc.oneof(
    {weight: 8, arbitrary: fc.integer({min: 0, max: 2500})},
    {weight: 1, arbitrary: fc.integer({min: -5000, max: 0})},
    {weight: 1, arbitrary: fc.constantFrom(-200_000, 400_000)},
  ),
  price: fc.oneof(
    fc.integer({min: 9500, max: 10_500}).map(cents => cents / 100),
    fc.constantFrom(0, -1, 1e300),
  ),
  symbol: fc.constantFrom('BTC/USD', 'btc/usd', 'ETH/USD', '__proto__'),
  venue: fc.constantFrom(undefined, 'kraken', 'kraken+ws://127.0.0.1:1/v2', 'binance'),
});
const walk = fc.array(step, {maxLength: 300}).map(steps => {
  let seconds = 0;
  return steps.map(({aheadMs, price, symbol, venue}) => {
    seconds += aheadMs / 1000;
    return trade(seconds, price, {symbol, ...(venue === undefined ? {} : {venue})});
  });
});

test('the same trades make the same alerts, each of which can be recorded', () => {
  fc.assert(
    fc.property(walk, trades => {
      const [one, other] = [new PriceAlerts(rules(...every)), new PriceAlerts(rules(...every))];
      for (const each of trades) {
        const alerts = push(one, each);
        assert.deepEqual(push(other, structuredClone(each)), alerts);
        for (const alert of alerts)
          assert.deepEqual(alertSchema.parse(JSON.parse(JSON.stringify(alert))), alert);
      }
    }),
  );
});

test('of a key at most one alert is open, and only what is open resolves', () => {
  fc.assert(
    fc.property(walk, trades => {
      const alerts = new PriceAlerts(rules(...every));
      const open = new Map<string, string>();
      const take = ({key, id, state}: Alert) => {
        assert.ok(!open.has(key) || open.get(key) === id, key);
        if (state === 'resolved') assert.ok(open.delete(key), key);
        else open.set(key, id);
      };
      for (const each of trades) push(alerts, each).forEach(take);
      while (alerts.rules.length > 0) alerts.remove(0)!.forEach(take);
      assert.equal(open.size, 0);
    }),
  );
});

test('no trade makes it throw', () => {
  const hostile = fc.record({
    type: fc.constant('trade' as const),
    symbol: fc.oneof(
      fc.string({unit: 'binary'}),
      fc.constantFrom('BTC/USD', '__proto__', 'constructor', '*', ''),
    ),
    venue: fc.oneof(fc.string(), fc.constantFrom('kraken', '__proto__', '+', '')),
    price: fc.oneof(fc.double(), fc.constantFrom(Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324, -0)),
    size: fc.double(),
    time: fc.oneof(
      fc.string(),
      fc.constantFrom(
        '+275760-09-13T00:00:00.000Z',
        '-271821-04-20T00:00:00Z',
        '2026-11-22T24:00:00Z',
        '0',
        '',
      ),
      fc.date({noInvalidDate: true}).map(date => date.toISOString()),
    ),
  });
  fc.assert(
    fc.property(fc.array(hostile, {maxLength: 40}), trades => {
      const alerts = new PriceAlerts(rules(...every, '* < 1', '* > 0'));
      for (const each of trades) {
        for (const alert of push(alerts, each)) {
          assert.ok(alert.score >= 0.5 || alert.state === 'resolved');
          assert.ok(!/NaN|Infinity|undefined/.test(alert.reason.replaceAll(each.venue, '')), alert.reason);
        }
      }
    }),
    {numRuns: 500},
  );
});

test('trades without a valid time, or without a finite price, say nothing', () => {
  assert.deepEqual(alertsOf('BTC/USD > 1', trade(0, 5, {time: 'yesterday'}), trade(0, 5, {time: ''})), []);
  assert.deepEqual(alertsOf('BTC/USD > 1', trade(0, Number.NaN), trade(0, Infinity)), []);
});

test('a move fires when a plain search finds one, but for a sixtieth of the time', () => {
  const prices = fc.array(
    fc.record({aheadMs: fc.integer({min: 0, max: 3000}), cents: fc.integer({min: 9700, max: 10_300})}),
    {minLength: 1, maxLength: 120},
  );
  fc.assert(
    fc.property(prices, fc.constantFrom('up', 'down', 'either'), (steps, direction) => {
      const sign = {up: '+', down: '-', either: ''}[direction];
      const rule = rules(`BTC/USD ${sign}2% in 30s`);
      let atMs = 0;
      const seen: {atMs: number; price: number}[] = [];
      // A new one for each trade: it tells whether this trade fires, and nothing of the life of an alert.
      for (const {aheadMs, cents} of steps) {
        atMs += aheadMs;
        seen.push({atMs, price: cents / 100});
        const alerts = new PriceAlerts(rule);
        const told = seen.map(one => push(alerts, trade(one.atMs / 1000, one.price)).length);
        if (told.slice(0, -1).some(count => count > 0)) return;
        const moved = (withinMs: number) =>
          seen.some(({atMs: thenMs, price}) => {
            const percent = ((cents / 100 - price) / price) * 100;
            const size = direction === 'up' ? percent : direction === 'down' ? -percent : Math.abs(percent);
            return thenMs > atMs - withinMs && size >= 2 - 1e-9;
          });
        const fires = told.at(-1) === 1;
        if (moved(29_500)) assert.ok(fires, 'it did not fire');
        if (!moved(30_000)) assert.ok(!fires, 'it fired');
      }
    }),
    {numRuns: 200},
  );
});
