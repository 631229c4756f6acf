/** Calls of the API, with the key of whoever has signed in: it is in memory alone, and gone with the page. */

/** A refusal, as the API tells it: application/problem+json. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `The service answered ${status}.`);
    this.status = status;
    this.errors = problem.errors || [];
  }

  /** One sentence for a person. */
  get sentence() {
    return this.errors.length > 0 ? this.errors.map(e => `${e.field} ${e.message}`).join('; ') : this.message;
  }
}

let key = null;

/** The header that shows the key; none where nobody has signed in. */
export const authorization = () => key === null ? {} : {Authorization: `Bearer ${key}`};

export const isSignedIn = () => key !== null;

/**
 * Takes a key, if the service does.
 * @returns who its holder is
 * @throws {Refusal} if the service does not take it
 */
export async function signIn(given) {
  key = given;
  try {
    return await call('GET', '/whoami');
  } catch (refusal) {
    key = null;
    throw refusal;
  }
}

export function signOut() {
  key = null;
  session.dispatchEvent(new Event('signed-out'));
}

/** Who is told that nobody is signed in any more. */
export const session = new EventTarget();

/**
 * Sends a request and reads the JSON of its answer, if it has any.
 * @throws {Refusal} if the service refuses; status 0 if it does not answer
 */
export async function call(method, path, body, headers = {}) {
  const request = {method, headers: {Accept: 'application/json', ...authorization(), ...headers}, cache: 'no-store'};
  if (method !== 'GET') {
    request.headers['Content-Type'] ??= 'application/json';
  }
  if (body !== undefined) {
    request.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(path, request);
  } catch {
    throw new Refusal(0, {detail: 'The service does not answer.'});
  }
  if (answer.status === 401) {
    session.dispatchEvent(new Event('signed-out'));
  }
  const json = await answer.json().catch(() => null);
  if (!answer.ok) {
    throw new Refusal(answer.status, json || {});
  }
  return json;
}

/** Like call, but null where this deployment has no such operation. */
export async function callIfThere(path) {
  try {
    return await call('GET', path);
  } catch (refusal) {
    if (refusal.status === 404 || refusal.status === 405) {
      return null;
    }
    throw refusal;
  }
}

/**
 * Calls `work` at once and then again and again, with pauses between, while the page is seen.
 * @returns what ends it
 */
export function repeatedly(work, pauseMillis) {
  let ended = false;
  let timer;
  const round = async () => {
    if (!document.hidden) {
      await work();
    }
    if (!ended) {
      timer = setTimeout(round, pauseMillis);
    }
  };
  round();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
