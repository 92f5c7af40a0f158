import {cutUtf8} from '../cut-utf8.ts';

/** A numeric; where it has a text, that is its last parameter. */
export interface Reply {
  readonly code: string;
  readonly text?: string;
}

/** The numerics of RFC 2812 section 5 and of modern.ircdocs.horse that the server sends. */
export const replies = {
  welcome: {code: '001'},
  yourHost: {code: '002'},
  created: {code: '003'},
  myInfo: {code: '004'},
  support: {code: '005', text: 'are supported by this server'},
  userMode: {code: '221'},
  clients: {code: '251'},
  rooms: {code: '254', text: 'rooms formed'},
  me: {code: '255'},
  whoisUser: {code: '311'},
  whoisServer: {code: '312', text: 'tailrace chat'},
  endOfWho: {code: '315', text: 'End of WHO list'},
  whoisIdle: {code: '317', text: 'seconds idle, signon time'},
  endOfWhois: {code: '318', text: 'End of WHOIS list'},
  whoisRooms: {code: '319'},
  listEntry: {code: '322'},
  endOfList: {code: '323', text: 'End of LIST'},
  roomMode: {code: '324'},
  roomCreated: {code: '329'},
  noTopic: {code: '331', text: 'No topic is set'},
  topic: {code: '332'},
  topicBy: {code: '333'},
  whoEntry: {code: '352'},
  names: {code: '353'},
  endOfNames: {code: '366', text: 'End of NAMES list'},
  endOfBans: {code: '368', text: 'End of room ban list'},
  noSuchNick: {code: '401', text: 'No such nick or room'},
  noSuchRoom: {code: '403', text: 'No such room'},
  cannotSend: {code: '404', text: 'Cannot send to room: join it first'},
  tooManyRooms: {code: '405', text: 'You are in too many rooms'},
  tooManyTargets: {code: '407', text: 'Too many targets'},
  noOrigin: {code: '409', text: 'No origin specified'},
  invalidCap: {code: '410', text: 'Invalid CAP command'},
  noRecipient: {code: '411', text: 'No recipient given'},
  noText: {code: '412', text: 'No text to send'},
  tooLong: {code: '417', text: 'Input line was too long'},
  unknownCommand: {code: '421', text: 'Unknown command'},
  noMotd: {code: '422', text: 'There is no message of the day'},
  noNick: {code: '431', text: 'No nickname given'},
  badNick: {code: '432', text: 'Erroneous nickname'},
  nickInUse: {code: '433', text: 'Nickname is already in use'},
  notOnRoom: {code: '442', text: "You're not in that room"},
  notRegistered: {code: '451', text: 'You have not registered'},
  needMoreParams: {code: '461', text: 'Not enough parameters'},
  alreadyRegistered: {code: '462', text: 'You may not register again'},
  needOperator: {code: '482', text: 'Rooms here have no operators'},
  otherUser: {code: '502', text: "Cannot see or change another user's modes"},
} as const satisfies Record<string, Reply>;

/** What a client wrote, as a parameter that another may follow: one short word. */
export function middle(text: string): string {
  return cutUtf8(text.replace(/^[: ]+/, '').split(' ', 1)[0]!, 100) || '*';
}
