export interface Mouse {
  /** `move`: with or without a button held, as the mode that was asked for tells. */
  readonly kind: 'press' | 'release' | 'move' | 'wheel';
  /**
   * 0 left, 1 middle, 2 right; 3 to 6: the wheel up, down, left and right; 7 to 10: further ones (back, forward).
   * Absent: moved, and none is held.
   */
  readonly button?: number;
  /** The wheel: -1 up, 1 down. Absent when it was tilted. */
  readonly by?: -1 | 1;
  /** In cells from 0. */
  readonly row: number;
  readonly column: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
}

/**
 * What the mouse did, as mode 1006 (SGR) tells it: `CSI < code ; x ; y M`, or `m` for a release. Undefined: it is no
 * such report. Source: XTerm Control Sequences, "Mouse Tracking".
 */
export function readMouse(sequence: string): Mouse | undefined {
  const report = /^\u001b\[<(\d{1,3});(\d{1,5});(\d{1,5})([Mm])$/.exec(sequence);
  if (!report) return undefined;
  const [code, x, y] = report.slice(1, 4).map(Number) as [number, number, number];
  if (x < 1 || y < 1) return undefined;
  // The code's bits: 1 and 2 button, 4 shift, 8 alt, 16 ctrl, 32 motion, 64 wheel, 128 further buttons.
  const which = code & 3;
  const wheel = (code & 192) === 64;
  const none = (code & 195) === 3;
  const kind = code & 32 ? 'move' : wheel ? 'wheel' : report[4] === 'm' ? 'release' : 'press';
  return {
    kind,
    ...(none ? {} : {button: which + (code & 128 ? 7 : wheel ? 3 : 0)}),
    ...(kind === 'wheel' && which < 2 ? {by: which === 0 ? -1 : 1} : {}),
    row: y - 1,
    column: x - 1,
    shift: (code & 4) !== 0,
    alt: (code & 8) !== 0,
    ctrl: (code & 16) !== 0,
  };
}
