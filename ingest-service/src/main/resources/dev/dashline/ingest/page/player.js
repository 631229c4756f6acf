import {html, nothing} from './vendor/lit-3.3.3.js';
import {PageElement} from './element.js';
import {bitrate, title} from './format.js';

/** Shaka Player is large, and few views play anything: it is loaded once something does. It is no module. */
let loading = null;
function shakaPlayer() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/page/vendor/shaka-5.2.12.js';
    script.onload = () => {
      window.shaka.polyfill.installAll();
      resolve(window.shaka);
    };
    script.onerror = () => reject(new Error('The player cannot be loaded.'));
    document.head.append(script);
  });
  return loading;
}

/**
 * Where a browser finds a manifest that an event names: files are handed out by the service of the same machine, and
 * objects of Cloud Storage by Google, if they are public.
 */
export function address(uri, id) {
  if (uri.startsWith('file:')) {
    return `/media/${encodeURIComponent(id)}/${uri.split('/').pop()}`;
  }
  return uri.replace(/^gs:\/\//, 'https://storage.googleapis.com/');
}

/** Plays a published video, by DASH or HLS, and says which rung is shown. */
class Player extends PageElement {
  static properties = {video: {attribute: false}, format: {state: true}, rung: {state: true}, error: {state: true},
    thumbnails: {state: true}, choice: {state: true}};

  #player = null;
  #shown = '';

  constructor() {
    super();
    this.format = 'DASH';
    this.rung = null;
    this.thumbnails = [];
    this.choice = 'auto';
  }

  connectedCallback() {
    super.connectedCallback();
    this.untilGone(() => this.#player?.destroy());
  }

  updated() {
    const manifest = address(this.format === 'DASH' ? this.video.manifest : this.video.hls, this.video.id);
    const wanted = `${manifest} ${this.video.attempt}`;
    if (wanted !== this.#shown) {
      this.#shown = wanted;
      this.#play(manifest);
    }
  }

  async #play(manifest) {
    try {
      const shaka = await shakaPlayer();
      await this.#player?.destroy();
      this.error = null;
      this.thumbnails = [];
      this.choice = 'auto';
      const player = new shaka.Player();
      this.#player = player;
      await player.attach(this.querySelector('video'));
      player.addEventListener('error', event => this.#failed(event.detail));
      const tell = () => {
        this.rung = player.getVariantTracks().find(track => track.active) ?? null;
      };
      player.addEventListener('adaptation', tell);
      player.addEventListener('variantchanged', tell);
      await player.load(manifest);
      tell();
      await this.#strip(player);
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error) {
    this.error = error.code === undefined ? String(error)
      : `The player stopped with error ${error.code}: ${
        ERRORS[error.code] ?? 'see the documentation of Shaka Player'}.`;
  }

  /** Up to eight pictures over the whole length; a click on one goes there. */
  async #strip(player) {
    const [track] = player.getImageTracks();
    if (!track) {
      return;
    }
    const {end} = player.seekRange();
    const times = [...Array(8).keys()].map(index => end * (index + 0.5) / 8);
    const found = await Promise.all(times.map(at => player.getThumbnails(track.id, at).catch(() => null)));
    this.thumbnails = found.filter(Boolean).filter((each, index, all) =>
      all.findIndex(other => other.startTime === each.startTime) === index);
  }

  #choose(event) {
    this.choice = event.target.value;
    const track = this.#player.getVariantTracks().find(each => String(each.id) === this.choice);
    this.#player.configure({abr: {enabled: !track}});
    if (track) {
      this.#player.selectVariantTrack(track, true);
    }
  }

  render() {
    const tracks = (this.#player?.getVariantTracks?.() ?? [])
      .filter((track, index, all) => all.findIndex(each => each.height === track.height) === index)
      .sort((one, other) => other.height - one.height);
    return html`
      <video controls playsinline preload="metadata" aria-label=${title(this.video)}></video>
      ${this.error ? html`<p class="alert" role="alert">${this.error}</p>` : nothing}
      <div class="under">
        <span class="tabs" role="group" aria-label="Format">${['DASH', 'HLS'].map(each => html`
          <button aria-pressed=${this.format === each} @click=${() => {
            this.format = each;
          }}>${each}</button>`)}</span>
        <label class="inline"><span class="hear">Rung</span><select @change=${this.#choose} .value=${this.choice}>
          <option value="auto">Automatic</option>
          ${tracks.map(track => html`<option value=${track.id}>${track.height}p</option>`)}</select></label>
        <output class="rung">${this.rung ? html`shows <strong>${this.rung.height ? `${this.rung.height}p`
          : 'sound'}</strong> at ${bitrate(this.rung.bandwidth)}` : nothing}</output>
      </div>
      ${this.thumbnails.length > 1
        ? html`<div class="strip">${this.thumbnails.map(each => this.#thumbnail(each))}</div>` : nothing}`;
  }

  #thumbnail(each) {
    const [wide, high] = [each.imageWidth / each.width, each.imageHeight / each.height];
    const at = (position, size, whole) => whole === size ? 0 : position / (whole - size) * 100;
    const style = `aspect-ratio:${each.width}/${each.height};background-image:url("${each.uris[0]}");`
      + `background-size:${wide * 100}% ${high * 100}%;`
      + `background-position:${at(each.positionX, each.width, each.imageWidth)}% `
      + `${at(each.positionY, each.height, each.imageHeight)}%`;
    return html`<button class="thumbnail" .style=${style} aria-label="Go to ${Math.round(each.startTime)} seconds"
      @click=${() => {
        this.querySelector('video').currentTime = each.startTime;
      }}></button>`;
  }
}

/** What the most frequent errors of Shaka Player mean here. */
const ERRORS = {
  1001: 'the store does not hand the file out',
  1002: 'the store cannot be reached from this page; see CORS in the documentation',
  1003: 'the store did not answer in time',
  3016: 'the browser cannot decode this',
  4000: 'the manifest is of a type that no player knows',
  4032: 'the browser plays none of the codecs',
};

customElements.define('dl-player', Player);
