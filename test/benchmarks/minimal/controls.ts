const csi = '\u001b[';
/** A parameter that is 1 can be left out. */
const given = (value: number) => (value === 1 ? '' : String(value));

/** The sequences that write without moving to where they write. */
export const minimalControls = {
  /** EL, to the row's end. */
  clear: `${csi}K`,
  /** ECH. */
  erase: (cells: number) => `${csi}${given(cells)}X`,
  /** REP. */
  repeat: (times: number) => `${csi}${given(times)}b`,
};
