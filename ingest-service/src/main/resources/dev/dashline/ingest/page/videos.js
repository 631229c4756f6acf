import {html, nothing} from './vendor/lit-3.3.3.js';
import {PageElement} from './element.js';
import {ago, count, states, stateName, summary, time, title} from './format.js';
import {icon} from './icons.js';
import {chip, deadlineOf, empty, progressBar, refused, waiting} from './parts.js';
import {ProgressFeed} from './progress.js';
import {VideoStore} from './videos-store.js';
import './add-video.js';
import './virtual-list.js';

/** The list of videos, live, with a search over what is loaded and filters that the service applies. */
class VideosView extends PageElement {
  static properties = {state: {state: true}, label: {state: true}, words: {state: true}, adding: {state: true}};

  #store = new VideoStore();
  #progress = new ProgressFeed();

  constructor() {
    super();
    this.state = '';
    this.label = '';
    this.words = '';
    this.adding = false;
    this.#store.addEventListener('change', () => this.requestUpdate());
    this.#progress.addEventListener('change', () => this.requestUpdate());
  }

  connectedCallback() {
    super.connectedCallback();
    this.#open();
    this.#progress.start(() => (this.querySelector('dl-virtual-list')?.shown ?? [])
      .filter(video => video.state === 'encoding').map(video => video.id));
    this.drawEachSecond();
    this.untilGone(() => this.#store.close());
    this.untilGone(() => this.#progress.close());
    const dragged = event => {
      if (event.dataTransfer?.types.includes('Files')) {
        event.preventDefault();
        this.adding = true;
      }
    };
    const pressed = event => {
      if (event.key === '/' && !event.target.closest('input, textarea, select')) {
        event.preventDefault();
        this.querySelector('input[type=search]').focus();
      }
    };
    window.addEventListener('dragover', dragged);
    window.addEventListener('keydown', pressed);
    this.untilGone(() => window.removeEventListener('dragover', dragged));
    this.untilGone(() => window.removeEventListener('keydown', pressed));
  }

  #open() {
    const parameters = new URLSearchParams();
    const {state, label} = this;
    if (state) {
      parameters.set('state', state);
    }
    if (label) {
      parameters.set('label', label);
    }
    const [name, ...value] = label.split('=');
    this.#store.open(parameters, video =>
      (!state || video.state === state) && (!label || video.labels?.[name] === value.join('=')));
  }

  #choose(state) {
    this.state = state;
    this.#open();
  }

  #labelled(event) {
    const text = event.target.value.trim();
    event.target.setCustomValidity(text && !/^[^=]+=/.test(text) ? 'Write it as name=value, such as team=news.' : '');
    if (event.target.reportValidity()) {
      this.label = text;
      this.#open();
    }
  }

  #found() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) {
      return this.#store.videos;
    }
    return this.#store.videos.filter(video => {
      const labels = Object.values(video.labels || {});
      const text = [video.title, video.source, video.id, video.code, video.profile, ...labels].join(' ').toLowerCase();
      return words.every(word => text.includes(word));
    });
  }

  render() {
    const found = this.#found();
    return html`
      <header class="bar-top">
        <h1>Videos</h1>
        <span class="quiet" role="status">${this.#amount(found)}</span>
        <button class="main" @click=${() => {
          this.adding = !this.adding;
        }} aria-expanded=${this.adding}>${icon('upload')}Add a video</button>
      </header>
      ${this.adding ? html`<dl-add-video @added=${event => this.#store.put(event.detail)}
        @close=${() => {
          this.adding = false;
        }}></dl-add-video>` : nothing}
      <div class="filters">
        <label class="search">${icon('search')}<span class="hear">Search</span>
          <input type="search" placeholder="Search videos" title="Title, source, id or label. The key / leads here."
            @input=${event => {
              this.words = event.target.value;
            }}></label>
        <div class="tabs" role="group" aria-label="State">
          ${['', ...states].map(state => html`<button aria-pressed=${this.state === state}
            @click=${() => this.#choose(state)}>${state ? stateName(state) : 'All'}</button>`)}
        </div>
        <input class="label" placeholder="Label: name=value" aria-label="Label" @change=${this.#labelled}>
      </div>
      ${refused(this.#store.refusal)}
      ${found.length > 0
        ? html`<dl-virtual-list class="videos" label="Videos" .items=${found} .row=${video => this.#row(video)}>
          </dl-virtual-list>`
        : this.#nothingFound()}`;
  }

  #amount(found) {
    const {videos, loading, more} = this.#store;
    const amount = found.length === videos.length ? count(videos.length, 'video')
      : `${found.length.toLocaleString()} of ${count(videos.length, 'video')}`;
    return loading ? `${amount}, loading …` : more ? `the newest ${amount}` : amount;
  }

  #nothingFound() {
    if (this.#store.loading) {
      return waiting;
    }
    if (this.#store.refusal) {
      return nothing;
    }
    return this.state || this.label || this.words
      ? empty('No video matches', 'Try other words, or take a filter away.')
      : empty('No videos yet', html`Drop a file anywhere on this page, or
          <button class="link" @click=${() => {
            this.adding = true;
          }}>add one by its address</button>. It plays here once it is encoded.`);
  }

  #row(video) {
    const progress = this.#progress.videos.get(video.id);
    return html`
      <a class="video-row" href="#/videos/${encodeURIComponent(video.id)}">
        <span class="what"><strong>${title(video)}</strong><small>${summary(video)}</small></span>
        <span class="state">${chip(video.state)}${video.attempt > 1
          ? html`<small>attempt ${video.attempt}</small>` : nothing}</span>
        <span class="fare">${video.state === 'failed' ? html`<code>${video.code}</code>`
          : video.state === 'encoding' ? progressBar(progress) : nothing}</span>
        <span class="due">${deadlineOf(video)}</span>
        <time datetime=${video.createdAt}>${ago(time(video.createdAt))}</time>
      </a>`;
  }
}

customElements.define('dl-videos', VideosView);
