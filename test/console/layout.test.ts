import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type LayoutInput, layout, type PaneBox} from '../../source/console/layout.ts';
import {channels} from '../../source/recording/entry.ts';
import {anySize} from '../helpers/arbitrary-world.ts';

const anyInput: fc.Arbitrary<LayoutInput> = fc
  .record({
    size: anySize,
    panes: fc.subarray([...channels], {minLength: 1}),
    focused: fc.nat(),
    zoom: fc.boolean(),
    symbols: fc.oneof(fc.nat(12), fc.nat(1000)),
  })
  .map(({size, panes, focused, ...more}) => ({
    ...size,
    panes,
    focus: panes[focused % panes.length]!,
    ...more,
  }));

test('the panes and the strip cover any screen exactly, without overlap', () => {
  fc.assert(
    fc.property(anyInput, input => {
      const {columns: stacks} = layout(input);
      const height = input.rows - 1;
      if (height === 0) return assert.deepEqual(stacks, []);
      const between = stacks.length - 1;
      const widths = stacks.map(stack => stack[0]!.width);
      assert.equal(
        widths.reduce((sum, width) => sum + width, between),
        input.columns,
      );
      for (const stack of stacks) {
        assert.ok(stack.every(box => box.width === stack[0]!.width && box.height >= 1 && box.width >= 1));
        assert.equal(
          stack.reduce((sum, box) => sum + box.height, 0),
          height,
        );
      }
    }),
  );
});

test('each pane is shown once or hidden, and the focused one is shown', () => {
  fc.assert(
    fc.property(anyInput, input => {
      const {columns, hidden} = layout(input);
      const shown = columns.flat().map(box => box.id);
      assert.deepEqual([...shown, ...hidden].sort(), [...input.panes].sort());
      assert.deepEqual(
        hidden,
        input.panes.filter(id => hidden.includes(id)),
        'in the order of their numbers',
      );
      if (input.rows > 1) assert.ok(shown.includes(input.focus));
    }),
  );
});

test('a pane beside others has its title and at least two rows under it', () => {
  fc.assert(
    fc.property(anyInput, input => {
      const boxes = layout(input).columns.flat();
      if (boxes.length > 1)
        assert.ok(
          boxes.every(box => box.height >= 3),
          JSON.stringify(boxes),
        );
    }),
  );
});

test('a wide screen has the news on the left and the logs on the right', () => {
  const {columns, hidden} = layout({...whole, columns: 120, rows: 40});
  assert.deepEqual(columns.map(names), [
    ['ticker', 'chat'],
    ['alerts', 'logs'],
  ]);
  assert.deepEqual(hidden, []);
});

test('80 × 24 stacks all four panes', () => {
  const {columns} = layout({...whole, columns: 80, rows: 24});
  assert.deepEqual(columns.map(names), [['ticker', 'chat', 'alerts', 'logs']]);
});

test('a low screen shows the focused pane and those for which there is room', () => {
  assert.deepEqual(layout({...whole, columns: 80, rows: 8, focus: 'logs'}), {
    columns: [
      [
        {id: 'ticker', width: 80, height: 3},
        {id: 'logs', width: 80, height: 4},
      ],
    ],
    hidden: ['chat', 'alerts'],
  });
});

test('a zoomed pane has the screen to itself', () => {
  const {columns, hidden} = layout({...whole, columns: 120, rows: 40, focus: 'alerts', zoom: true});
  assert.deepEqual(columns, [[{id: 'alerts', width: 120, height: 39}]]);
  assert.deepEqual(hidden, ['ticker', 'chat', 'logs']);
});

test('the ticker takes the rows that its symbols fill, and more only for a chart', () => {
  const height = (rows: number, symbols: number) =>
    layout({...whole, columns: 120, rows, symbols}).columns[0]![0]!.height;
  assert.equal(height(30, 4), 6);
  assert.equal(height(40, 4), 17);
  assert.equal(height(40, 30), 17);
  assert.equal(height(60, 4), 22);
  assert.equal(height(40, 0), 3);
});

const whole: Omit<LayoutInput, 'columns' | 'rows'> = {
  panes: channels,
  focus: 'ticker',
  zoom: false,
  symbols: 6,
};

function names(stack: readonly PaneBox[]): string[] {
  return stack.map(box => box.id);
}
