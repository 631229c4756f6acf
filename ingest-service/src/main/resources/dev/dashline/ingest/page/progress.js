import {callIfThere, repeatedly} from './api.js';

/** How far the videos are that encode now, by their ids; asked for every second while somebody looks. */
export class ProgressFeed extends EventTarget {
  videos = new Map();
  #end = null;

  start() {
    this.#end = repeatedly(async () => {
      const answer = await callIfThere('/progress').catch(() => null);
      this.videos = new Map((answer?.videos || []).map(each => [each.id, each]));
      this.dispatchEvent(new Event('change'));
    }, 1_000);
  }

  close() {
    this.#end?.();
  }
}
