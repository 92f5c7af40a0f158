import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Alert} from '../../source/anomaly/alert.ts';
import {demoLogs} from '../../source/hub/demo/incident.ts';
import {EmbeddedLog, type LogEntry} from '../../source/logs/embedded.ts';
import {pipeline} from '../../source/logs/pipeline.ts';
import {ManualClock} from '../../source/streams/clock.ts';

const startMs = Date.UTC(2026, 10, 22, 21, 0, 0, 137);

/** Runs the demo for some seconds of its clock, through a partitioned log and the real pipeline. */
async function run(seed: number, seconds: number) {
  const clock = new ManualClock(startMs);
  const stop = new AbortController();
  const {signal} = stop;
  const log = new EmbeddedLog({partitions: 4});
  const entries: LogEntry[] = [];
  const incidents: {change: string; service: string; atMs: number}[] = [];
  const alerts: (Alert & {atMs: number})[] = [];
  const elapsed = () => clock.now() - startMs;
  const judge = async () => {
    for await (const batch of pipeline(log.records({signal, from: 'earliest'}), {clock, signal})) {
      alerts.push(...batch.map(alert => ({...alert, atMs: elapsed()})));
    }
  };
  const write = async () => {
    const onIncident = (change: string, service: string) =>
      void incidents.push({change, service, atMs: elapsed()});
    for await (const batch of demoLogs({seed, clock, signal, onIncident})) {
      entries.push(...batch);
      for (const entry of batch) log.append(entry.user ?? entry.service, entry);
    }
  };
  const running = Promise.all([judge(), write()]);
  await clock.advance(seconds * 1000);
  stop.abort();
  await running;
  return {entries, incidents, alerts, left: clock.sleeping};
}

describe('the demo log', () => {
  it('raises an alert within 40 s, of the incident and of nothing else, and resolves it, whatever the seed', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const {incidents, alerts, left} = await run(seed, 80);
      const [opened, over] = incidents;
      const about = `seed ${seed}: ${JSON.stringify(incidents)} ${alerts.map(({id, state, atMs}) => `${id} ${state} ${atMs}`)}`;
      assert.deepEqual(
        [opened!.change, opened!.service, over!.change],
        ['opened', 'payments', 'resolved'],
        about,
      );
      const first = alerts[0]!;
      assert.ok(first.atMs >= opened!.atMs && first.atMs <= 30_000, about);
      for (const {key} of alerts) assert.match(key, /^logs\/(payments|checkout)\/error-rate$/, about);
      const payments = alerts.filter(({key}) => key.includes('payments'));
      assert.equal(new Set(payments.map(({id}) => id)).size, 1, about);
      assert.ok(payments[0]!.atMs <= 40_000, about);
      const last = payments.at(-1)!;
      assert.deepEqual([last.state, last.atMs > over!.atMs - 10_000], ['resolved', true], about);
      assert.equal(left, 0);
    }
  });

  it('names the cause and the users who are hit', async () => {
    const {alerts} = await run(1, 80);
    const resolved = alerts.findLast(({key, state}) => key.includes('payments') && state === 'resolved')!;
    const {top, users, offsets} = resolved.evidence!;
    assert.equal(top[0]!.message, 'connection pool exhausted after # ms (pool=#, waiting=#)');
    assert.match(users[0]!.user, /^u-\d{4}$/);
    assert.ok(users[0]!.count >= 2);
    assert.ok(offsets.length > 1);
  });

  it('is a calm log of six services before and after', async () => {
    const {entries, incidents} = await run(3, 130);
    const calm = entries.filter(({time}) => {
      const atMs = Date.parse(time) - startMs;
      return atMs < 12_000 || atMs > incidents[1]!.atMs;
    });
    const perSecond = entries.length / 130;
    const errors = calm.filter(({level}) => level === 'error').length;
    assert.ok(perSecond > 30 && perSecond < 60, `${perSecond} lines a second`);
    assert.ok(errors / calm.length > 0.003 && errors / calm.length < 0.02, `${errors} of ${calm.length}`);
    const services = [...new Set(entries.map(({service}) => service))].sort();
    assert.deepEqual(services, ['auth', 'checkout', 'gateway', 'inventory', 'payments', 'search']);
    const times = entries.map(({time}) => time);
    assert.deepEqual(times, times.toSorted());
  });

  it('has further incidents every few minutes, each alerted and resolved, and no alert but of them', async () => {
    const {incidents, alerts} = await run(4, 1200);
    const opened = incidents.filter(({change}) => change === 'opened');
    assert.ok(opened.length >= 4 && opened.length <= 9, String(opened.length));
    assert.ok(new Set(opened.map(({service}) => service)).size >= 2);
    for (const {service, atMs} of opened) {
      const found = alerts.find(one => one.key === `logs/${service}/error-rate` && one.atMs >= atMs);
      assert.ok(found && found.atMs - atMs < 15_000, `${service} at ${atMs}`);
    }
    for (const {id, atMs} of alerts.filter(({count, state}) => count === 1 && state === 'open')) {
      const near = opened.some(one => atMs >= one.atMs && atMs < one.atMs + 45_000);
      assert.ok(near, `${id} belongs to no incident`);
    }
  });

  it('says the same for the same seed, and something else for another', async () => {
    const [one, same, other] = await Promise.all([run(9, 30), run(9, 30), run(10, 30)]);
    assert.deepEqual(same, one);
    assert.notDeepEqual(other.entries, one.entries);
  });
});
