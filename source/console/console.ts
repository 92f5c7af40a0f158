import type {Key} from 'ink';
import {type ChannelName, channels} from '../recording/entry.ts';
import {type Clock, systemClock} from '../streams/clock.ts';
import {clean} from '../terminal/clean.ts';
import type {Mouse} from '../terminal/input/mouse.ts';
import type {Screen} from '../terminal/screen.ts';
import {AlertNews} from './alert-news.ts';
import {type Command, readCommand} from './command-line.ts';
import {editLine} from './edit-line.ts';
import {boxOf, type Frame, planOf} from './frame.ts';
import {type Asker, FrameClock} from './frame-clock.ts';
import {type KeyAction, keyAction, keyPresses} from './keymap.ts';
import {LinkFigures} from './link-figures.ts';
import type {StripState} from './panes/strip.ts';
import {Stage} from './stage.tsx';
import type {Snapshot, Store} from './store.ts';
import type {Theme} from './theme.ts';
import {type TickerActions, TickerControls} from './ticker-controls.ts';
import type {TickerUi} from './ticker-list.ts';
import {pageOf, reachOf} from './travel.ts';
import {initialUi, isScrolled, reduce, type Ui, type UiAction} from './ui.ts';

/** What the console can ask of the outside; it has no socket of its own. */
export interface ConsoleActions extends TickerActions {
  /** False: not connected, nothing was sent. */
  say(room: string, text: string, kind?: 'action'): boolean;
  join(room: string): boolean;
  part(room: string): boolean;
  nick(nick: string): boolean;
  topic(room: string, text: string): boolean;
  quit(): void;
  interrupt(): void;
  suspend(): void;
}

/** A recording that is being played: where it stands, and how to change its pace. */
export interface Playback {
  speed: number;
  paused: boolean;
  readonly ended: boolean;
}

export interface ConsoleOptions {
  readonly screen: Screen;
  readonly store: Store;
  readonly panes: readonly ChannelName[];
  /** Named lists of the ticker's symbols. */
  readonly groups?: TickerUi['groups'];
  readonly actions: ConsoleActions;
  readonly theme: Theme;
  readonly logPath: string;
  /** The time that the screen tells. */
  readonly now: () => number;
  readonly clock?: Clock;
  /** What the strip says that the store does not know. */
  readonly status: () => Pick<StripState, 'loopDelayMs' | 'recording'>;
  readonly playback?: Playback;
}

const noticeMs = 6000;
/** What one notch of the wheel moves. */
const wheelRows = 3;
/** Of a line that is written, in UTF-16 units: more is a paste gone astray. */
const longestLine = 2000;

/** The console on a screen: draws the store's snapshots, turns keys into actions. Ends when disposed of. */
export class Console implements Disposable {
  readonly #options: ConsoleOptions;
  readonly #clock: Clock;
  readonly #frames: FrameClock;
  readonly #stage: Stage;
  readonly #link: LinkFigures;
  readonly #ticker: TickerControls;
  readonly #news = new AlertNews();
  /** The panes that there are. */
  #panes: readonly ChannelName[];
  #ui: Ui;
  /** Written, but not sent. */
  #draft = '';
  #notice: {readonly text: string; readonly untilMs: number} | undefined;
  #snapshot: Snapshot;
  /** The room that was asked to be joined: shown once it is there. */
  #joining: string | undefined;

  constructor(options: ConsoleOptions) {
    const {screen, store, now, clock = systemClock} = options;
    this.#options = options;
    this.#clock = clock;
    this.#panes = options.panes;
    this.#ui = initialUi(options.panes[0] ?? channels[0], options.groups);
    this.#snapshot = store.snapshot(now());
    this.#frames = new FrameClock({
      clock,
      mayDraw: by => screen.mayDraw(by === 'input'),
      draw: by => this.#draw(by),
    });
    this.#ticker = new TickerControls({
      ui: () => this.#ui,
      snapshot: () => this.#snapshot,
      dispatch: action => this.#dispatch(action),
      notify: sentence => this.notify(sentence),
      begin: command => this.#begin(command),
      actions: options.actions,
    });
    this.#link = new LinkFigures(screen, this.#frames);
    this.#stage = new Stage({stdin: screen.keys, onKey: this.#onKey, onPaste: this.#onPaste});
    screen.on('resize', this.#resized);
    screen.on('ready', this.#free);
    screen.on('mouse', this.#onMouse);
    this.#frames.touch('input');
  }

  /** The store has something new. */
  touch(): void {
    this.#frames.touch('stream');
  }

  /** Says a sentence on the strip for a while. */
  notify(text: string): void {
    this.#notice = {text: clean(text), untilMs: this.#clock.now() + noticeMs};
    this.#frames.touch('input');
  }

  [Symbol.dispose](): void {
    const {screen} = this.#options;
    screen.off('resize', this.#resized);
    screen.off('ready', this.#free);
    screen.off('mouse', this.#onMouse);
    this.#frames[Symbol.dispose]();
    this.#stage[Symbol.dispose]();
  }

  readonly #resized = () => this.#frames.touch('input');
  readonly #free = () => this.#frames.free();

  #draw(by: Asker): void {
    const {screen, store, now} = this.#options;
    this.#snapshot = store.snapshot(now(), this.#ticker.charted?.key);
    this.#showHeard();
    this.#chooseRoom();
    this.#tellOfAlerts();
    this.#stage.draw(this.#frame(), screen.canvas);
    screen.show(by === 'input');
  }

  /** What is heard of has a pane: a symbol that was added, alerts in a recording that names no stream of them. */
  #showHeard(): void {
    for (const id of ['ticker', 'alerts'] as const) if (this.#snapshot.heard.has(id)) this.#addPane(id);
  }

  /** An alert that opens behind a zoomed pane is said on the strip. */
  #tellOfAlerts(): void {
    const opened = this.#news.look(this.#snapshot.alerts);
    if (!opened || boxOf('alerts', planOf(this.#frame()))) return;
    const text = clean(`alert: ${opened.title}: ${opened.reason}`);
    this.#notice = {text, untilMs: this.#clock.now() + noticeMs};
  }

  #addPane(pane: ChannelName): void {
    if (this.#panes.includes(pane)) return;
    this.#panes = channels.filter(id => id === pane || this.#panes.includes(id));
  }

  /** The first room is shown until the user chooses; what is shown has been read. */
  #chooseRoom(): void {
    const {rooms} = this.#snapshot.chat;
    const joined = rooms.find(room => room.name.toLowerCase() === this.#joining);
    if (joined) this.#show(joined.name);
    const known = rooms.find(room => room.name === this.#ui.room) ?? rooms[0];
    if (!known || this.#ui.frozen.chat) return;
    if (known.name !== this.#ui.room) this.#dispatch({type: 'room', room: known.name});
    if (known.unread === 0 || this.#ui.help || !boxOf('chat', planOf(this.#frame()))) return;
    this.#options.store.markRead(known.name);
    this.#snapshot = this.#options.store.snapshot(this.#snapshot.nowMs, this.#ticker.charted?.key);
  }

  #frame(): Frame {
    const {screen, theme, status, playback, logPath} = this.#options;
    const {columns, rows} = screen.size;
    const notice = this.#notice && this.#clock.now() < this.#notice.untilMs ? this.#notice.text : undefined;
    const strip = {...status(), notice, replay: playback, link: this.#link.look(this.#clock.now())};
    const panes = this.#panes;
    const {levels} = this.#ticker;
    return {snapshot: this.#snapshot, ui: this.#ui, panes, columns, rows, strip, logPath, theme, levels};
  }

  /** A click goes to a pane; the wheel moves the one that it is over. */
  readonly #onMouse = ({kind, by, row, column}: Mouse) => {
    const pane = channels.find(id => id === this.#stage.surfaceAt(row, column));
    if (!pane || (kind !== 'press' && kind !== 'wheel')) return;
    // Keys go where one looks: what was written stays for later.
    if (this.#ui.writing) this.#leaveWriting(this.#ui.writing);
    this.#dispatch({type: 'focus', pane});
    if (by !== undefined) this.#act({does: 'down', rows: by * wheelRows});
    this.#frames.touch('input');
  };

  readonly #onKey = (input: string, key: Key) => {
    for (const press of keyPresses(input, key)) this.#press(press.input, press.key);
    this.#frames.touch('input');
  };

  #press(input: string, key: Key): void {
    const action = keyAction(input, key);
    // These are never text, and shut nothing.
    if (action?.does === 'redraw' || action?.does === 'suspend') this.#act(action);
    else if (this.#ui.help) this.#closeHelp(action);
    else if (key.meta && (this.#ui.writing || this.#isCharted)) {
      // An Esc and the key after it, come together over a slow line, look like Alt and that key.
      if (this.#ui.writing) this.#leaveWriting(this.#ui.writing);
      else this.#ticker.toggleChart();
      this.#press(input, {...key, meta: false});
    } else if (this.#ui.writing) this.#edit(this.#ui.writing, input, key);
    else if (action) this.#act(action);
  }

  /** The large chart is what the keys go to. */
  get #isCharted(): boolean {
    return this.#ui.ticker.chart && this.#ui.focus === 'ticker';
  }

  /** A paste is text, never keys: pasted lines must not quit the console. */
  readonly #onPaste = (text: string) => {
    const {writing} = this.#ui;
    if (!writing) return this.notify('a paste goes where text is written: press i or : first');
    this.#dispatch({
      type: 'write',
      writing: {...writing, text: clean(writing.text + text.replace(/\s*[\r\n]\s*/g, ' '), longestLine)},
    });
    this.#frames.touch('input');
  };

  #dispatch(action: UiAction): void {
    const moves = action.type === 'move' || action.type === 'first';
    this.#ui = reduce(this.#ui, action, this.#snapshot, moves ? reachOf(this.#frame()) : undefined);
  }

  #closeHelp(action: KeyAction | undefined): void {
    this.#dispatch({type: 'help', open: false});
    if (action?.does === 'interrupt') this.#act(action);
  }

  /** What was not sent to a room is there again at the next `i`. */
  #leaveWriting({what, text}: NonNullable<Ui['writing']>): void {
    if (what === 'chat') this.#draft = text;
    this.#dispatch({type: 'write', writing: undefined});
  }

  #edit(writing: NonNullable<Ui['writing']>, input: string, key: Key): void {
    const edit = editLine(writing.text, input, key, writing.begun);
    if (edit === 'leave') return this.#leaveWriting(writing);
    if (edit !== 'send') {
      if (edit.text.length > longestLine) return this.notify('this line is full');
      return this.#dispatch({type: 'write', writing: {...writing, text: clean(edit.text)}});
    }
    if (writing.what === 'command') {
      this.#dispatch({type: 'write', writing: undefined});
      if (writing.text.trim() !== '') this.#command(writing.text);
      return;
    }
    if (writing.text.trim() === '') return this.#dispatch({type: 'write', writing: undefined});
    // What could not be sent stays in the line.
    if (this.#chat(writing.text) && this.#ui.writing)
      this.#dispatch({type: 'write', writing: {what: 'chat', text: ''}});
  }

  #chat(text: string): boolean {
    const {room} = this.#ui;
    if (text.startsWith('/') && !text.startsWith('//')) return this.#command(text.slice(1));
    if (room === undefined) return this.#refuse('no room to write to');
    // One wants to see one's own words.
    if (this.#ui.frozen.chat) this.#dispatch({type: 'room', room});
    return this.#said(this.#options.actions.say(room, text.replace(/^\/\//, '/')));
  }

  #command(line: string): boolean {
    const {room, ticker} = this.#ui;
    const command = readCommand(line, {panes: this.#panes, room, groups: Object.keys(ticker.groups)});
    return typeof command === 'string' ? this.#refuse(command) : this.#run(command);
  }

  #run(command: Command): boolean {
    const {actions, playback, screen} = this.#options;
    switch (command.name) {
      case 'quit':
        actions.quit();
        return true;
      case 'help':
        this.#dispatch({type: 'help', open: true});
        return true;
      case 'zoom':
      case 'freeze':
        this.#dispatch({type: command.name});
        return true;
      case 'redraw':
        this.#act({does: 'redraw'});
        return true;
      case 'mouse':
        screen.mouse = !screen.mouse;
        this.notify(
          screen.mouse
            ? 'the mouse is ours: click a pane, turn the wheel; :mouse gives it back'
            : "the mouse is the terminal's again, for selecting text",
        );
        return true;
      case 'rejects': {
        const {last, count} = this.#snapshot.rejects;
        return this.#refuse(
          last ? `${count} rejected, the last: ${last.reason}: ${last.sample}` : 'everything could be read',
        );
      }
      case 'pane':
        this.#dispatch({type: 'write', writing: undefined});
        this.#dispatch({type: 'focus', pane: command.pane});
        return true;
      case 'join':
        this.#joining = command.room.toLowerCase();
        return this.#said(actions.join(command.room));
      case 'part':
        return this.#said(actions.part(command.room));
      case 'nick':
        return this.#said(actions.nick(command.nick));
      case 'topic':
        return this.#said(actions.topic(command.room, command.text));
      case 'say':
        return this.#said(actions.say(command.room, command.text, command.kind));
      case 'add':
      case 'remove':
      case 'filter':
      case 'sort':
      case 'group':
      case 'unalert':
        return this.#ticker.run(command);
      case 'alert': {
        const done = this.#ticker.run(command);
        // Alerts that are asked for are shown.
        if (done && command.text !== '') this.#addPane('alerts');
        return done;
      }
      case 'speed':
        if (!playback) return this.#refuse(':speed is for a replay');
        playback.speed = command.speed;
        return true;
      case 'pause':
        if (!playback) return this.#refuse(':pause is for a replay; Space freezes a pane');
        playback.paused = !playback.paused;
        return true;
    }
  }

  #said(sent: boolean): boolean {
    return sent || this.#refuse('not sent: the chat is not connected, or takes no such name');
  }

  #refuse(sentence: string): false {
    this.notify(sentence);
    return false;
  }

  #act(action: KeyAction): void {
    const {actions, screen, playback} = this.#options;
    const panes = this.#panes;
    const {focus} = this.#ui;
    switch (action.does) {
      case 'quit':
        return actions.quit();
      case 'interrupt':
        return actions.interrupt();
      case 'suspend':
        return actions.suspend();
      case 'redraw':
        screen.forget();
        return this.#frames.touch('input');
      case 'help':
        return this.#dispatch({type: 'help', open: true});
      case 'command':
        return this.#begin('');
      case 'zoom':
        return this.#dispatch({type: 'zoom'});
      case 'space':
        if (playback) playback.paused = !playback.paused;
        else this.#dispatch({type: 'freeze'});
        return;
      case 'open':
        return focus === 'ticker' ? this.#ticker.toggleChart() : this.#act({does: 'write'});
      case 'back':
        if (this.#isCharted) this.#ticker.toggleChart();
        return;
      case 'sort':
      case 'reverse':
      case 'filter':
      case 'anchor':
      case 'braille':
      case 'group':
        if (focus === 'ticker') this.#ticker.press(action.does);
        return;
      case 'write':
        if (playback) return this.notify('nothing can be written in a replay');
        if (!panes.includes('chat')) return this.notify('there is no chat here to write in');
        this.#dispatch({type: 'focus', pane: 'chat'});
        this.#dispatch({type: 'write', writing: {what: 'chat', text: this.#draft}});
        this.#draft = '';
        return;
      case 'pane': {
        const pane = panes[action.number - 1];
        if (pane) this.#dispatch({type: 'focus', pane});
        return;
      }
      case 'next-pane':
      case 'previous-pane': {
        const step = action.does === 'next-pane' ? 1 : panes.length - 1;
        return this.#dispatch({type: 'focus', pane: panes[(panes.indexOf(focus) + step) % panes.length]!});
      }
      case 'room':
        return this.#room(action.by);
      case 'next-unread':
        return this.#nextUnread();
      case 'first':
        return this.#dispatch({type: 'first'});
      case 'newest':
        return this.#dispatch({type: 'newest'});
      case 'down': {
        const rows = 'pages' in action ? this.#rowsOf(action.pages) : action.rows;
        return this.#dispatch({type: 'move', by: isScrolled(focus) ? -rows : rows});
      }
      case 'faster':
      case 'slower':
        if (playback) playback.speed = nextSpeed(playback.speed, action.does);
        else if (focus === 'ticker' && action.does === 'faster') this.#begin('add ');
        else if (focus === 'ticker') this.#ticker.remove();
        return;
    }
  }

  #begin(command: string): void {
    const [begun = ''] = /^\w+ /.exec(command) ?? [];
    this.#dispatch({type: 'write', writing: {what: 'command', text: command, begun}});
  }

  #rowsOf(pages: number): number {
    return Math.sign(pages) * Math.ceil(Math.abs(pages) * pageOf(this.#frame(), pages < 0));
  }

  #room(by: number): void {
    const {rooms} = this.#snapshot.chat;
    if (rooms.length === 0 || this.#ui.focus !== 'chat') return;
    const index = rooms.findIndex(room => room.name === this.#ui.room);
    const next = rooms[(index + by + rooms.length) % rooms.length];
    if (next) this.#show(next.name);
  }

  #show(room: string): void {
    this.#joining = undefined;
    this.#dispatch({type: 'room', room});
  }

  /** Mentions first, then the room after this one that has something unread. */
  #nextUnread(): void {
    const {rooms} = this.#snapshot.chat;
    const index = rooms.findIndex(room => room.name === this.#ui.room);
    const after = [...rooms.slice(index + 1), ...rooms.slice(0, Math.max(0, index))];
    const next = after.find(room => room.mentions > 0) ?? after.find(room => room.unread > 0);
    if (!next) return this.notify('nothing is unread');
    this.#dispatch({type: 'focus', pane: 'chat'});
    this.#show(next.name);
  }
}

const speeds = [0.1, 0.25, 0.5, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000];

function nextSpeed(speed: number, does: 'faster' | 'slower'): number {
  if (does === 'faster') return speeds.find(one => one > speed) ?? speed;
  return speeds.findLast(one => one < speed) ?? speed;
}
