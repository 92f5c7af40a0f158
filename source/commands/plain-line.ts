import type {StreamEvent} from '../recording/entry.ts';
import type {Reject, Status} from '../streams/status.ts';
import {faultSentence} from '../ticker/fault-sentence.ts';

/** An event as a line for people. */
export function plainLine(event: Exclude<StreamEvent, Status | Reject>): string {
  const {time} = event;
  switch (event.type) {
    case 'trade':
      return `${time} ${event.symbol} ${event.price} ${event.side ?? '-'} ${event.size}`;
    case 'quote': {
      const {bid = '-', ask = '-', last = '-'} = event;
      return `${time} ${event.symbol} last ${last} bid ${bid} ask ${ask}`;
    }
    case 'subscription':
      return `${time} ${event.symbol} -- ${event.state}${event.reason === undefined ? '' : `: ${event.reason}`}`;
    case 'sequence':
      return `${time} ${event.symbol ?? '*'} -- ${faultSentence(event)}`;
    case 'log': {
      const user = event.user === undefined ? '' : ` user=${event.user}`;
      return `${time} ${event.level.toUpperCase()} ${event.service || '-'} ${event.message}${user}`;
    }
    case 'alert':
      return `${time} ${event.state.toUpperCase()} ${event.severity} ${event.title}: ${event.reason}`;
    case 'message':
      return event.kind === 'action'
        ? `${time} ${event.room} * ${event.nick} ${event.text}`
        : `${time} ${event.room} <${event.nick}> ${event.text}`;
    case 'presence':
      return `${time} ${event.room} -- ${event.nick} ${event.change} ${event.newNick ?? event.text ?? ''}`.trimEnd();
    case 'topic':
      return `${time} ${event.room} -- topic: ${event.topic}`;
    case 'names':
      return `${time} ${event.room} -- here: ${event.nicks.join(' ')}`;
    case 'server':
      return `${time} -- ${event.text}`;
  }
}
