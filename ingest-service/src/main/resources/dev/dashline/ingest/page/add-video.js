import {html, nothing} from './vendor/lit-3.3.3.js';
import {call, callIfThere} from './api.js';
import {PageElement, say} from './element.js';
import {bytes, percent, span} from './format.js';
import {icon} from './icons.js';
import {bar, refused} from './parts.js';
import {USUAL, described, named} from './profiles.js';
import {upload} from './tus.js';

/** Adds videos: files that are dropped or chosen, and addresses. Uploads of several files follow each other. */
class AddVideo extends PageElement {
  static properties = {over: {state: true}, uploads: {state: true}, refusal: {state: true}, busy: {state: true},
    profiles: {state: true}, chosen: {state: true}};

  #queue = Promise.resolve();

  constructor() {
    super();
    this.uploads = [];
    this.over = false;
    this.profiles = [];
    this.encoders = 0;
    this.chosen = USUAL;
  }

  connectedCallback() {
    super.connectedCallback();
    const leaving = event => {
      if (this.uploads.length > 0) {
        event.preventDefault(); // the browser asks whether uploads shall be broken off
      }
    };
    window.addEventListener('beforeunload', leaving);
    this.untilGone(() => window.removeEventListener('beforeunload', leaving));
    this.untilGone(() => this.uploads.forEach(each => each.abort.abort()));
  }

  /** What the person asks for, as the API wants it. */
  #request() {
    const form = this.querySelector('form');
    const request = {};
    for (const name of ['title', 'profile', 'priority', 'publicationTimeout']) {
      const value = form.elements[name].value.trim();
      if (value) {
        request[name] = value;
      }
    }
    if (request.publicationTimeout) {
      request.publicationTimeout = Number(request.publicationTimeout) * 60;
    }
    return request;
  }

  #take(files) {
    const request = this.#request();
    [...files].forEach(file => {
      const one = {file, done: 0, begun: 0, abort: new AbortController(), refusal: null};
      this.uploads = [...this.uploads, one];
      this.#queue = this.#queue.then(() => this.#upload(one, {title: file.name, ...request}));
    });
  }

  async #upload(one, request) {
    if (one.abort.signal.aborted) {
      return;
    }
    one.begun = Date.now();
    const progress = done => {
      one.done = done;
      this.requestUpdate();
    };
    try {
      const metadata = {filename: one.file.name, filetype: one.file.type || 'application/octet-stream',
        request: JSON.stringify(request)};
      const end = await upload(one.file, metadata, progress, one.abort.signal);
      this.uploads = this.uploads.filter(each => each !== one);
      await this.#added(end.header('Video-Location'));
    } catch (refusal) {
      one.refusal = [404, 405, 501].includes(refusal.status)
        ? 'This deployment takes no uploads. Give the address of the file instead.'
        : refusal.sentence || String(refusal);
      this.requestUpdate();
    }
  }

  async #added(location) {
    const video = await call('GET', location);
    this.dispatchEvent(new CustomEvent('added', {detail: video}));
    say(`${video.title || 'The video'} is queued.`);
    if (this.uploads.length === 0) {
      window.location.hash = `#/videos/${encodeURIComponent(video.id)}`;
    }
  }

  async #submit(event) {
    event.preventDefault();
    const source = this.querySelector('form').elements.source.value.trim();
    this.busy = true;
    this.refusal = null;
    try {
      const accepted = await call('POST', '/videos', {source, ...this.#request()});
      await this.#added(accepted.status);
    } catch (refusal) {
      this.refusal = refusal;
    } finally {
      this.busy = false;
    }
  }

  #drop(event) {
    event.preventDefault();
    this.over = false;
    this.#take(event.dataTransfer.files);
  }

  render() {
    return html`
      <section class="card add" aria-label="Add a video">
        <button class="plain corner" @click=${() => this.dispatchEvent(new Event('close'))}>${icon('close')}
          <span class="hear">Close</span></button>
        <label class="drop ${this.over ? 'over' : ''}"
          @dragover=${event => {
            event.preventDefault();
            this.over = true;
          }}
          @dragleave=${() => {
            this.over = false;
          }}
          @drop=${this.#drop}>
          ${icon('upload')}<span><strong>Drop video files here</strong> or choose some</span>
          <input type="file" multiple accept="video/*,audio/*,.mkv,.mxf,.ts,.mov"
            @change=${event => {
              this.#take(event.target.files);
              event.target.value = '';
            }}>
        </label>
        ${this.uploads.map(each => this.#uploading(each))}
        <form @submit=${this.#submit}>
          <label class="wide">or the address of a source
            <input name="source" placeholder="gs://bucket/clip.mp4 or file:///media/clip.mp4" required></label>
          <label>Title<input name="title" maxlength="500" placeholder="As its file is called"></label>
          <label>Profile${this.#profile()}</label>
          <label>Priority<select name="priority"><option value="">normal</option><option>high</option>
            <option>low</option></select></label>
          <label>Public within, minutes<input name="publicationTimeout" type="number" min="1" step="any"
            placeholder="no deadline"></label>
          <button class="main" ?disabled=${this.busy}>${this.busy ? 'Asking …' : 'Encode'}</button>
          ${this.#about()}
        </form>
        ${refused(this.refusal)}
      </section>`;
  }

  /** A choice, if it is known which there are. */
  #profile() {
    return this.profiles.length === 0
      ? html`<input name="profile" placeholder=${USUAL}>`
      : html`<select name="profile" aria-describedby="about-profile" 
          @change=${event => {
            this.chosen = event.target.value;
          }}>${this.profiles.map(each => html`
            <option value=${each.name} ?selected=${each.name === this.chosen}>${each.name}</option>`)}</select>`;
  }

  #about() {
    const chosen = this.profiles.find(each => each.name === this.chosen);
    return chosen ? html`<p class="wide quiet" id="about-profile" aria-live="polite">${
      described(chosen, this.encoders)}</p>` : nothing;
  }

  #uploading(one) {
    const part = one.file.size ? one.done / one.file.size : 0;
    const left = part > 0.01 ? (Date.now() - one.begun) * (1 - part) / part : NaN;
    return html`
      <div class="uploading">
        <span class="name">${one.file.name}<small>${bytes(one.file.size)}</small></span>
        ${one.refusal ? html`<span class="bad" role="alert">${one.refusal}</span>`
          : html`${bar(part, `Uploading ${one.file.name}`)}<span class="number">${percent(part)}${
            Number.isFinite(left) ? html` · ${span(left)} left` : nothing}</span>`}
        <button class="plain" @click=${() => {
          one.abort.abort();
          this.uploads = this.uploads.filter(each => each !== one);
        }}>${icon('close')}<span class="hear">Stop</span></button>
      </div>`;
  }

  async firstUpdated() {
    const answer = await callIfThere('/profiles').catch(() => null);
    this.profiles = named(answer?.profiles ?? []);
    this.encoders = answer?.encoders ?? 0;
    if (!this.profiles.some(each => each.name === this.chosen)) {
      this.chosen = this.profiles[0]?.name ?? USUAL;
    }
  }
}

customElements.define('dl-add-video', AddVideo);
