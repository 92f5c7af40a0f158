import type {Level} from './record.ts';

const names: Readonly<Record<Level, string>> = {
  trace: 'trace verbose finest finer silly',
  debug: 'debug dbug fine',
  info: 'info information informational notice default config log',
  warn: 'warn warning wrn',
  error: 'error err eror severe',
  fatal: 'fatal critical crit panic dpanic emergency emerg alert',
};

const levels = new Map<string, Level>();
for (const [level, words] of Object.entries(names)) {
  for (const word of words.split(' ')) {
    levels.set(word, level as Level);
    levels.set(word.toUpperCase(), level as Level);
  }
}

/**
 * The level that a logger's word or number means; undefined where it means none.
 * Numbers: pino and bunyan (10 trace to 60 fatal), below 8 the severities of RFC 5424 (0 emergency to 7 debug).
 */
export function levelOf(value: unknown): Level | undefined {
  if (typeof value === 'number') return levelOfNumber(value);
  if (typeof value !== 'string') return undefined;
  const level = levels.get(value);
  if (level !== undefined || value === '' || value.length > 20) return level;
  if (/^\d{1,3}$/.test(value)) return levelOfNumber(Number(value));
  // OpenTelemetry numbers its names: INFO2, ERROR4.
  return levels.get(value.trim().toLowerCase().replace(/\d$/, ''));
}

function levelOfNumber(value: number): Level | undefined {
  if (!Number.isInteger(value) || value < 0 || value > 100) return undefined;
  if (value < 8) return levelOfSeverity(value);
  if (value < 20) return 'trace';
  if (value < 30) return 'debug';
  if (value < 40) return 'info';
  if (value < 50) return 'warn';
  return value < 60 ? 'error' : 'fatal';
}

/** The level of a syslog severity, 0 to 7: RFC 5424, section 6.2.1. */
export function levelOfSeverity(severity: number): Level {
  return (['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'] as const)[severity] ?? 'info';
}

/** The level of an OpenTelemetry SeverityNumber, 1 to 24: four to a level. */
export function levelOfSeverityNumber(value: unknown): Level | undefined {
  const number = Number(value);
  if (!(number >= 1 && number <= 24)) return undefined;
  return (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const)[Math.floor((number - 1) / 4)];
}
