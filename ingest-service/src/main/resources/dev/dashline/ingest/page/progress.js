import {callIfThere, repeatedly} from './api.js';

/** The service tells of so many at a time. */
const MOST = 50;

/** How far videos are that encode now, by their ids; asked for every second while somebody looks. */
export async function progressOf(ids) {
  const asked = ids.slice(0, MOST).map(id => `id=${encodeURIComponent(id)}`).join('&');
  const answer = asked ? await callIfThere(`/progress?${asked}`).catch(() => null) : null;
  return new Map((answer?.videos || []).map(each => [each.id, each]));
}

/** The same for what a view shows, again and again. */
export class ProgressFeed extends EventTarget {
  videos = new Map();
  #end = null;

  /** @param ids gives those of the videos that are shown and encode */
  start(ids) {
    this.#end = repeatedly(async () => {
      this.videos = await progressOf(ids());
      this.dispatchEvent(new Event('change'));
    }, 1_000);
  }

  close() {
    this.#end?.();
  }
}
