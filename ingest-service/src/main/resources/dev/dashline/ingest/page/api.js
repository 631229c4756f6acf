/** Calls of the API. Whoever is signed in is known by a cookie, which no script reads. */

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

/**
 * Gives a key away for the cookie.
 * @returns who its holder is
 * @throws {Refusal} if the service does not take it
 */
export const signIn = key => call('POST', '/session', {key});

export async function signOut() {
  await call('DELETE', '/session');
  session.dispatchEvent(new Event('signed-out'));
}

/** Who is told that nobody is signed in any more. */
export const session = new EventTarget();

/**
 * Sends a request and reads the JSON of its answer, if it has any.
 * @throws {Refusal} if the service refuses; status 0 if it does not answer
 */
export async function call(method, path, body, headers = {}) {
  const request = {method, headers: {Accept: 'application/json', ...headers}, cache: 'no-store'};
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
  if (answer.status === 401 && path !== '/session') {
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
