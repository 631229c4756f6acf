import {html, nothing} from './vendor/lit-3.3.3.js';
import {PageElement} from './element.js';
import {clock, hasEnded, now, span, time, title} from './format.js';
import {chip, deadlineOf, empty, progressBar, refused, waiting} from './parts.js';
import {ProgressFeed} from './progress.js';
import {VideoStore} from './videos-store.js';

/** So many of the missed are listed; the rest is found among the failures. */
const MISSED_SHOWN = 100;

/** Which videos have to be public when, and which were not. */
class Deadlines extends PageElement {

  #store = new VideoStore();
  #progress = new ProgressFeed();

  constructor() {
    super();
    this.#store.addEventListener('change', () => this.requestUpdate());
    this.#progress.addEventListener('change', () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.#store.open(new URLSearchParams(), () => true);
    this.#progress.start(() => this.#upcoming().map(video => video.id));
    this.drawEachSecond();
    this.untilGone(() => this.#store.close());
    this.untilGone(() => this.#progress.close());
  }

  #upcoming() {
    return this.#store.videos.filter(video => video.deadline && !hasEnded(video))
      .sort((one, other) => time(one.deadline) - time(other.deadline));
  }

  render() {
    const timed = this.#store.videos.filter(video => video.deadline);
    const upcoming = this.#upcoming();
    const missed = timed.filter(video => video.code === 'DEADLINE_EXCEEDED').slice(0, MISSED_SHOWN);
    const kept = timed.filter(video => video.state === 'published').length;
    return html`
      <header class="bar-top"><h1>Deadlines</h1><span class="quiet" role="status">${
        timed.length > 0 ? html`${upcoming.length} upcoming, ${kept} kept, ${missed.length} missed`
          : nothing}</span></header>
      ${refused(this.#store.refusal)}
      ${timed.length === 0 ? this.#store.loading ? waiting
        : empty('No deadlines', html`A request with <code>publicationTimeout</code> or <code>deadline</code> is
            listed here until it is public, and afterwards if it was late.`)
        : html`${this.#table('Upcoming', upcoming, video => this.#predicted(video))}
            ${this.#table('Missed', missed, video => html`failed ${span(time(video.failedAt) - time(video.deadline))}
              after it`)}`}`;
  }

  #predicted(video) {
    const margin = time(video.deadline) - now() - this.#progress.videos.get(video.id)?.remainingMs;
    return Number.isFinite(margin) ? html`<span class="margin ${margin < 0 ? 'bad' : 'good'}">${span(margin)} ${
      margin < 0 ? 'late' : 'to spare'}</span>` : nothing;
  }

  #table(name, videos, last) {
    return html`<section class="card"><h2>${name}</h2>${videos.length === 0 ? html`<p class="quiet">None</p>` : html`
      <div class="table"><table><thead><tr><th>Video</th><th>State</th><th class="wide">Deadline</th><th>Left</th>
        </tr></thead><tbody>${videos.map(video => html`<tr>
          <td><a href="#/videos/${encodeURIComponent(video.id)}">${title(video)}</a></td>
          <td>${chip(video.state)} ${progressBar(this.#progress.videos.get(video.id))}</td>
          <td class="wide">${clock(time(video.deadline))}</td>
          <td>${deadlineOf(video)}<div>${last(video)}</div></td></tr>`)}</tbody>
      </table></div>`}</section>`;
  }
}

customElements.define('dl-deadlines', Deadlines);
