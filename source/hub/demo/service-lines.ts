import type {Vary} from './incidents.ts';

/** How a service talks on a good day. */
export interface ServiceLines {
  readonly service: string;
  /** Lines a second, on average. */
  readonly perSecond: number;
  readonly info: readonly ((vary: Vary) => string)[];
  readonly warn: readonly ((vary: Vary) => string)[];
  readonly error: readonly ((vary: Vary) => string)[];
}

export const serviceLines: readonly ServiceLines[] = [
  {
    service: 'gateway',
    perSecond: 12,
    info: [
      vary => `GET /products/${vary(100, 999)} 200 in ${vary(8, 90)} ms`,
      vary => `GET /search?page=${vary(1, 9)} 200 in ${vary(20, 160)} ms`,
      vary => `POST /cart 201 in ${vary(12, 80)} ms`,
      vary => `GET /orders/${vary(48_000, 59_999)} 200 in ${vary(9, 60)} ms`,
    ],
    warn: [
      vary => `GET /products/${vary(100, 999)} slow: ${vary(900, 2400)} ms`,
      () => 'client closed the request',
    ],
    error: [vary => `502 from inventory, request ${vary(100_000, 999_999)}`],
  },
  {
    service: 'auth',
    perSecond: 7,
    info: [
      vary => `session renewed, ${vary(5, 30)} min left`,
      () => 'login ok, second factor by app',
      vary => `token issued, expires in ${vary(14, 15)} min`,
    ],
    warn: [vary => `wrong password, attempt ${vary(1, 4)}`, () => 'login from a new device'],
    error: [vary => `mail gateway answered 451, code not sent, attempt ${vary(1, 3)}`],
  },
  {
    service: 'checkout',
    perSecond: 7,
    info: [
      vary => `order ${vary(48_000, 59_999)} placed, ${vary(1, 7)} items`,
      vary => `cart priced in ${vary(3, 30)} ms`,
      vary => `voucher applied, ${vary(5, 20)} % off`,
    ],
    warn: [vary => `order ${vary(48_000, 59_999)}: address not verified`, () => 'voucher has expired'],
    error: [vary => `order ${vary(48_000, 59_999)}: invoice could not be rendered`],
  },
  {
    service: 'payments',
    perSecond: 8,
    info: [
      vary => `card charged in ${vary(80, 420)} ms, order ${vary(48_000, 59_999)}`,
      vary => `balance read in ${vary(2, 14)} ms`,
      vary => `refund booked, order ${vary(48_000, 59_999)}`,
    ],
    warn: [() => 'card declined by issuer', vary => `issuer slow: ${vary(1200, 2600)} ms`],
    error: [vary => `webhook delivery failed with 500, attempt ${vary(1, 5)}`],
  },
  {
    service: 'search',
    perSecond: 7,
    info: [
      vary => `query answered in ${vary(6, 70)} ms, ${vary(0, 480)} hits`,
      vary => `suggestions answered in ${vary(1, 9)} ms`,
      vary => `indexed ${vary(1, 40)} documents`,
    ],
    warn: [vary => `query took ${vary(800, 1900)} ms: wildcard at the start`],
    error: [vary => `query could not be parsed at column ${vary(1, 40)}`],
  },
  {
    service: 'inventory',
    perSecond: 5,
    info: [
      vary => `reserved ${vary(1, 4)} of product ${vary(100, 999)}`,
      vary => `stock of product ${vary(100, 999)} is ${vary(3, 250)}`,
    ],
    warn: [vary => `product ${vary(100, 999)} is low: ${vary(1, 3)} left`],
    error: [vary => `deadlock on product ${vary(100, 999)}, retried`],
  },
];
