import {html, nothing} from './vendor/lit-3.3.3.js';
import {call} from './api.js';
import {PageElement, say} from './element.js';
import {ago, count, inShort, time, title} from './format.js';
import {icon} from './icons.js';
import {empty, refused, waiting} from './parts.js';
import {VideoStore} from './videos-store.js';
import './virtual-list.js';

/**
 * Replays all that failed with a code, page by page.
 * @param code empty for any
 * @returns how many were replayed
 */
async function replayAll(code) {
  const parameters = new URLSearchParams({limit: 500});
  if (code) {
    parameters.set('code', code);
  }
  let replayed = 0;
  let page;
  do {
    page = await call('POST', `/replays?${parameters}`);
    replayed += page.replayed.length;
    parameters.set('cursor', page.next ?? '');
  } while (page.next);
  return replayed;
}

/** What failed, by its code, and the button that tries it again. */
class Failures extends PageElement {
  static properties = {code: {state: true}, chosen: {state: true}, busy: {state: true}};

  #store = new VideoStore();

  constructor() {
    super();
    this.code = '';
    this.chosen = new Set();
    this.#store.addEventListener('change', () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.#store.open(new URLSearchParams({state: 'failed'}), video => video.state === 'failed');
    this.untilGone(() => this.#store.close());
  }

  #shown() {
    return this.#store.videos.filter(video => !this.code || video.code === this.code);
  }

  /** By their number, the most frequent first. */
  #codes() {
    const numbers = new Map();
    this.#store.videos.forEach(video => numbers.set(video.code, (numbers.get(video.code) ?? 0) + 1));
    return [...numbers].sort((one, other) => other[1] - one[1]);
  }

  #toggle(id) {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) {
      chosen.add(id);
    }
    this.chosen = chosen;
  }

  async #replayChosen() {
    this.busy = true;
    const videos = this.#store.videos.filter(video => this.chosen.has(video.id));
    let replayed = 0;
    for (const video of videos) {
      try {
        await call('POST', `/videos/${encodeURIComponent(video.id)}/replay?attempt=${video.attempt}`);
        replayed++;
      } catch (refusal) {
        say(`${title(video)}: ${refusal.sentence}`, 'bad');
      }
    }
    say(`${count(replayed, 'video')} replayed.`);
    this.chosen = new Set();
    this.busy = false;
  }

  async #replayAll() {
    const matching = this.code ? `all videos that failed as ${this.code}` : 'all failed videos';
    if (!confirm(`Replay ${matching}?`)) {
      return;
    }
    this.busy = true;
    try {
      const replayed = await replayAll(this.code);
      say(`${count(replayed, 'video')} replayed.`);
    } catch (refusal) {
      say(refusal.sentence, 'bad');
    } finally {
      this.busy = false;
    }
  }

  render() {
    const shown = this.#shown();
    const codes = this.#codes();
    return html`
      <header class="bar-top"><h1>Failures</h1>
        <span class="quiet" role="status">${count(shown.length, 'video')}</span>
        <div class="actions">
          <button ?disabled=${this.busy || this.chosen.size === 0} @click=${() => this.#replayChosen()}>
            ${icon('replay')}Replay ${this.chosen.size > 0 ? this.chosen.size : ''} selected</button>
          <button ?disabled=${this.busy || shown.length === 0} @click=${() => this.#replayAll()}>
            ${icon('replay')}Replay all that match</button>
        </div></header>
      ${refused(this.#store.refusal)}
      ${codes.length > 0 ? html`<div class="filters"><div class="tabs" role="group" aria-label="Code">
        <button aria-pressed=${this.code === ''} @click=${() => {
          this.code = '';
        }}>All</button>
        ${codes.map(([code, number]) => html`<button aria-pressed=${this.code === code} @click=${() => {
          this.code = code;
        }}>${code} <small>${number}</small></button>`)}</div></div>` : nothing}
      ${shown.length > 0 ? html`<dl-virtual-list class="failures" label="Failures" .items=${shown}
          .row=${video => this.#row(video)}></dl-virtual-list>`
        : this.#store.loading ? waiting : this.#store.refusal ? nothing
          : empty('Nothing has failed', 'What fails is listed here, with why, and can be tried again.')}`;
  }

  #row(video) {
    return html`<div class="failure-row">
      <input type="checkbox" .checked=${this.chosen.has(video.id)} aria-label="Select ${title(video)}"
        @change=${() => this.#toggle(video.id)}>
      <a href="#/videos/${encodeURIComponent(video.id)}"><strong>${title(video)}</strong>
        <small title=${video.message}>${inShort(video.message)}</small></a>
      <code>${video.code}</code>
      <time datetime=${video.failedAt}>${ago(time(video.failedAt))}</time>
    </div>`;
  }
}

customElements.define('dl-failures', Failures);
