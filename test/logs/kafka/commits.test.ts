import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Commits, type PartitionOffset} from '../../../source/logs/kafka/commits.ts';

/** A broker that answers when it is told to. */
function scene() {
  const written: string[] = [];
  const answers: PromiseWithResolvers<void>[] = [];
  const failures: unknown[] = [];
  const commits = new Commits({
    write(offsets: readonly PartitionOffset[]) {
      written.push(offsets.map(({partition, offset}) => `${partition}@${offset}`).join(' '));
      const answer = Promise.withResolvers<void>();
      answers.push(answer);
      return answer.promise;
    },
    onFailure: error => failures.push(error),
  });
  return {commits, written, answers, failures};
}

const refusal = (type: string, retriable: boolean) => Object.assign(new Error(type), {type, retriable});

describe('commits', () => {
  it('are written at the moment of the flush, the newest of each partition', () => {
    const {commits, written} = scene();
    commits.add(0, 1n);
    commits.add(1, 5n);
    commits.add(0, 2n);
    void commits.flush();
    assert.deepEqual(written, ['0@2 1@5']);
  });

  it('are written one flush after the other, and nothing twice', async () => {
    const {commits, written, answers} = scene();
    commits.add(0, 1n);
    const first = commits.flush();
    commits.add(0, 2n);
    const second = commits.flush();
    const third = commits.flush();
    assert.deepEqual(written, ['0@1']);
    answers[0]!.resolve();
    await first;
    await new Promise(setImmediate);
    assert.deepEqual(written, ['0@1', '0@2']);
    answers[1]!.resolve();
    await Promise.all([second, third]);
    await commits.flush();
    assert.equal(written.length, 2);
  });

  it('that could not be written are due again, unless a newer one is', async () => {
    const {commits, written, answers, failures} = scene();
    commits.add(0, 1n);
    commits.add(1, 1n);
    const first = commits.flush();
    commits.add(1, 2n);
    answers[0]!.reject(refusal('REQUEST_TIMED_OUT', true));
    await first;
    void commits.flush();
    assert.deepEqual(written, ['0@1 1@1', '1@2 0@1']);
    assert.deepEqual(failures, []);
  });

  it('of an assignment that is over are forgotten, also those under way', async () => {
    const {commits, written, answers} = scene();
    commits.add(0, 1n);
    const first = commits.flush();
    commits.add(0, 2n);
    const second = commits.flush();
    commits.reset();
    commits.add(7, 1n);
    answers[0]!.reject(refusal('ILLEGAL_GENERATION', false));
    await first;
    await new Promise(setImmediate);
    answers[1]!.resolve();
    await second;
    assert.deepEqual(written, ['0@1', '7@1']);
  });

  it('that are refused for good are told, those of a passing generation not', async () => {
    const {commits, answers, failures} = scene();
    for (const [index, error] of [
      refusal('REBALANCE_IN_PROGRESS', false),
      refusal('UNKNOWN_MEMBER_ID', false),
      refusal('GROUP_AUTHORIZATION_FAILED', false),
    ].entries()) {
      commits.add(0, BigInt(index + 1));
      const flush = commits.flush();
      answers[index]!.reject(error);
      await flush;
    }
    assert.deepEqual(
      failures.map(error => (error as Error).message),
      ['GROUP_AUTHORIZATION_FAILED'],
    );
  });
});
