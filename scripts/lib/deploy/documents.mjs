import { existsSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { Failure } from '../failure.mjs';

/** All documents of a YAML file, in the dialect that kubectl and Docker read (merge keys included). */
export const readDocuments = (file) => parseDocuments(readText(file), file);

/** The only document of a YAML file. */
export const readDocument = (file) => readDocuments(file)[0];

export function parseDocuments(text, file) {
  return parseAllDocuments(text, { merge: true }).map((document) => {
    const [error] = [...document.errors, ...document.warnings];
    if (error) throw new Failure(`${file}: ${error.message}`);
    return document.toJS();
  }).filter((content) => content !== null);
}

export function readText(file) {
  if (!existsSync(file)) throw new Failure(`${file} does not exist.`);
  return readFileSync(file, 'utf8');
}
