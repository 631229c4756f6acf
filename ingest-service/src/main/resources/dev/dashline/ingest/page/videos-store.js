import {call, callIfThere} from './api.js';
import {listen} from './events.js';
import {hasEnded} from './format.js';

/** Pages are as large as the API allows: few calls for many videos. */
const PAGE = 500;

/** So many videos are kept at most: a browser holds them with ease, and nobody scrolls further. */
const MOST = 20_000;

/** While the stream of events does not flow, so often the newest are asked for. */
const POLL_MILLIS = 2_000;

/**
 * The videos of a list, newest first, live: events of the service change them while they are shown. Tells its listeners
 * `change`, at most once a frame.
 */
export class VideoStore extends EventTarget {

  /** Newest first. */
  videos = [];
  loading = true;
  refusal = null;
  /** Whether there are older ones that are not loaded. */
  more = false;

  #places = new Map();
  #parameters = new URLSearchParams();
  #accepts = () => true;
  #round = 0;
  #endStream = () => {};
  #timer = null;
  #announced = false;

  /**
   * Starts over with other parameters of GET /videos.
   * @param accepts whether a video that an event tells of belongs into this list
   */
  open(parameters, accepts) {
    this.close();
    this.#parameters = parameters;
    this.#accepts = accepts;
    this.#replace([]);
    this.loading = true;
    this.refusal = null;
    this.#load(++this.#round);
    this.#listen();
  }

  close() {
    this.#round++;
    this.#endStream();
    this.#endStream = () => {};
    clearTimeout(this.#timer);
  }

  /** Takes in a video as the service has it now. */
  put(video) {
    const index = this.#places.get(video.id);
    const known = index !== undefined;
    if (known && isOlder(video, this.videos[index])) {
      return;
    }
    if (known && this.#accepts(video)) {
      this.videos[index] = {...video, progress: video.progress ?? this.videos[index].progress};
    } else if (known) {
      this.#replace(this.videos.filter(each => each.id !== video.id));
    } else if (this.#accepts(video)) {
      this.#replace(merged([video], this.videos));
    }
    this.#changed();
  }

  async #load(round) {
    try {
      let cursor = '';
      do {
        const page = await this.#page(PAGE, cursor);
        if (round !== this.#round) {
          return;
        }
        this.#replace(merged(page.videos.filter(each => !this.#places.has(each.id)), this.videos));
        cursor = page.next;
        this.more = Boolean(cursor);
        this.loading = this.more && this.videos.length < MOST;
        this.refusal = null;
        this.#changed();
      } while (this.loading);
    } catch (refusal) {
      if (round === this.#round) {
        this.loading = false;
        this.refusal = refusal;
        this.#changed();
      }
    }
  }

  #page(limit, cursor) {
    const parameters = new URLSearchParams(this.#parameters);
    parameters.set('limit', limit);
    if (cursor) {
      parameters.set('cursor', cursor);
    }
    return call('GET', `/videos?${parameters}`);
  }

  #listen() {
    this.#endStream = listen('/events', {
      heard: video => this.put(video),
      missed: () => this.#load(++this.#round),
      flows: flows => {
        clearTimeout(this.#timer);
        if (!flows) {
          this.#timer = setTimeout(() => this.#poll(this.#round), POLL_MILLIS);
        }
      },
    });
  }

  async #poll(round) {
    try {
      const fresh = await this.#page(100, '');
      const open = this.videos.filter(video => !hasEnded(video)).slice(0, 20);
      const others = open.filter(video => !fresh.videos.some(each => each.id === video.id));
      const answers = await Promise.all(others.map(video => callIfThere(`/videos/${encodeURIComponent(video.id)}`)));
      if (round === this.#round) {
        [...fresh.videos, ...answers.filter(Boolean)].forEach(video => this.put(video));
        this.refusal = null;
      }
    } catch (refusal) {
      this.refusal = refusal;
      this.#changed();
    }
    if (round === this.#round) {
      this.#timer = setTimeout(() => this.#poll(round), POLL_MILLIS);
    }
  }

  #replace(videos) {
    this.videos = videos;
    this.#places = new Map(videos.map((video, index) => [video.id, index]));
  }

  #changed() {
    if (!this.#announced) {
      this.#announced = true;
      requestAnimationFrame(() => {
        this.#announced = false;
        this.dispatchEvent(new Event('change'));
      });
    }
  }
}

/** Events may come late: what is known stays if it is of a later attempt, or newer. */
function isOlder(video, known) {
  return video.attempt < known.attempt
    || (video.attempt === known.attempt && (video.updatedAt || '') < (known.updatedAt || ''));
}

const byAge = (one, other) => {
  const [a, b] = [Date.parse(one.createdAt), Date.parse(other.createdAt)];
  return b - a || (one.id < other.id ? -1 : 1);
};

/** Two lists as one: `added` may come in any order. */
function merged(added, videos) {
  const sorted = [...added].sort(byAge);
  if (videos.length === 0 || (sorted.length > 0 && byAge(videos[videos.length - 1], sorted[0]) <= 0)) {
    return videos.concat(sorted);
  }
  return videos.concat(sorted).sort(byAge);
}
