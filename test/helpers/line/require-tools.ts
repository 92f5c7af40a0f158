import {accessSync, constants} from 'node:fs';
import {join} from 'node:path';

/** Where servers and network tools are, which a user's PATH may leave out. */
const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];

/** Throws a sentence when a tool is missing; `tools` names the Debian package of each. */
export function requireTools(tools: Readonly<Record<string, string>>): void {
  const missing = Object.keys(tools).filter(tool => pathOf(tool) === undefined);
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map(tool => tools[tool]))].join(' ');
  throw new Error(`${missing.join(', ')} missing: on Debian, apt-get install ${packages}`);
}

/** The path of a program, or undefined when it is not installed. */
export function pathOf(tool: string): string | undefined {
  return folders.map(folder => join(folder, tool)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
