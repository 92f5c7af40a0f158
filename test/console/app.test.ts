import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import fc from 'fast-check';
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import {theme} from '../../source/console/theme.ts';
import {channels} from '../../source/recording/entry.ts';
import {anySize, anyUse} from '../helpers/arbitrary-world.ts';
import {AppDrawer} from '../helpers/draw-app.ts';
import {sampleFrame} from '../helpers/sample-frame.ts';
import {nowMs, sampleStore} from '../helpers/sample-world.ts';

const drawer = new AppDrawer();
after(() => drawer[Symbol.dispose]());
const snapshot = sampleStore().snapshot(nowMs);

test('a frame never has more rows than the screen, nor wider ones, whatever there is to show', () => {
  const look = fc.constantFrom(theme({unicode: true, colors: 1}), theme({unicode: false, colors: 0}));
  const cases = fc.record({
    use: anyUse,
    size: anySize,
    look,
    panes: fc.subarray([...channels], {minLength: 1}),
    help: fc.boolean(),
  });
  fc.assert(
    fc.property(cases, ({use, size: {columns, rows}, look, panes, help}) => {
      const focus = panes.includes(use.ui.focus) ? use.ui.focus : panes[0]!;
      const ui = {...use.ui, focus, help: help && use.ui.zoom};
      const frame = sampleFrame(columns, rows, {snapshot: use.snapshot, ui, panes, theme: look});
      const drawn = drawer.draw(frame);
      assert.ok(drawn.length <= rows, `${drawn.length} rows on ${rows}`);
      for (const row of drawn) assert.ok(stringWidth(row) <= columns, JSON.stringify(row));
    }),
    {numRuns: 80},
  );
});

test('every small screen has as many rows as it has, the focused title on top', () => {
  for (let columns = 1; columns <= 30; columns++) {
    for (let rows = 1; rows <= 9; rows++) {
      const drawn = drawer.draw(sampleFrame(columns, rows, {snapshot, ui: {focus: 'logs'}}));
      assert.equal(drawn.length, rows, `${columns} × ${rows}`);
      if (rows > 1 && rows < 7 && columns >= 7) assert.match(drawn[0]!, /^━▸4 Log/);
    }
  }
});

test('wide characters on the left do not shift what stands on the right', () => {
  const drawn = drawer.draw(sampleFrame(120, 40, {snapshot}));
  assert.equal(drawn.length, 40);
  for (const row of drawn.slice(0, 39)) {
    assert.equal(sliceAnsi(row, 54, 55), '│', row);
  }
});
