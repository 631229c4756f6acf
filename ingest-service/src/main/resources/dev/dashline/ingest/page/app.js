import {html, nothing} from './vendor/lit-3.3.3.js';
import {callIfThere, session, signOut} from './api.js';
import {PageElement} from './element.js';
import {icon} from './icons.js';
import './sign-in.js';
import './videos.js';
import './video.js';
import './fleet.js';
import './queue.js';
import './failures.js';
import './deadlines.js';

const VIEWS = [
  {name: 'videos', label: 'Videos', draw: () => html`<dl-videos></dl-videos>`},
  {name: 'queue', label: 'Queue', draw: () => html`<dl-queue></dl-queue>`},
  {name: 'fleet', label: 'Fleet', draw: () => html`<dl-fleet></dl-fleet>`},
  {name: 'deadlines', label: 'Deadlines', draw: () => html`<dl-deadlines></dl-deadlines>`},
  {name: 'failures', label: 'Failures', draw: () => html`<dl-failures></dl-failures>`},
];

/** The frame of the page: where one can go, who is signed in, and the view that the address names. */
class App extends PageElement {
  static properties = {place: {state: true}, who: {state: true}, signedOut: {state: true}, said: {state: true}};

  constructor() {
    super();
    this.place = place();
    this.who = null;
    this.signedOut = false;
    this.said = [];
  }

  connectedCallback() {
    super.connectedCallback();
    const moved = () => {
      this.place = place();
      this.querySelector('main')?.focus({preventScroll: true});
    };
    const signedOut = () => {
      this.signedOut = true;
    };
    const said = event => this.#say(event.detail);
    window.addEventListener('hashchange', moved);
    window.addEventListener('say', said);
    session.addEventListener('signed-out', signedOut);
    this.untilGone(() => {
      window.removeEventListener('hashchange', moved);
      window.removeEventListener('say', said);
      session.removeEventListener('signed-out', signedOut);
    });
    this.#askWho();
  }

  async #askWho() {
    try {
      this.who = await callIfThere('/whoami') || {auth: false};
      this.signedOut = false;
    } catch (refusal) {
      this.signedOut = refusal.status === 401;
      this.who = {auth: this.signedOut};
    }
  }

  #say(sentence) {
    this.said = [...this.said.slice(-2), sentence];
    setTimeout(() => {
      this.said = this.said.filter(each => each !== sentence);
    }, 6_000);
  }

  #signedIn(who) {
    this.who = who;
    this.signedOut = false;
  }

  render() {
    if (this.who === null) {
      return html`<div class="splash" role="status">Loading …</div>`;
    }
    if (this.signedOut) {
      return html`<dl-sign-in @signed-in=${event => this.#signedIn(event.detail)}></dl-sign-in>`;
    }
    const [view, id] = this.place;
    document.title = `${VIEWS.find(each => each.name === view).label} – Dashline`;
    return html`
      <a class="skip" href="#" @click=${this.#skip}>Skip to content</a>
      <nav class="menu" aria-label="Views">
        <a class="brand" href="#/videos"><img src="/page/icon.svg" alt="" width="26" height="26">Dashline</a>
        ${VIEWS.map(each => html`
          <a class="item" href="#/${each.name}" aria-current=${each.name === view ? 'page' : nothing}>
            ${icon(each.name)}<span>${each.label}</span></a>`)}
        <div class="who">${this.#who()}</div>
      </nav>
      <main tabindex="-1">
        ${view === 'videos' && id ? html`<dl-video .videoId=${id}></dl-video>`
          : VIEWS.find(each => each.name === view).draw()}
      </main>
      <div class="said" role="status" aria-live="polite">
        ${this.said.map(each => html`<p class=${each.tone}>${each.text}</p>`)}
      </div>`;
  }

  #who() {
    if (!this.who.auth) {
      return html`<span class="quiet">No sign-in on this machine</span>`;
    }
    return html`
      <span class="name">${this.who.name}</span><span class="quiet">${this.who.tenant}</span>
      <button class="plain" @click=${signOut} title="Sign out">${icon('leave')}
        <span class="hear">Sign out</span></button>`;
  }

  #skip(event) {
    event.preventDefault();
    document.querySelector('main')?.focus();
  }
}

/** The view that the address names, and the id of a video if it names one. */
function place() {
  const [, view, id] = location.hash.split('/');
  const known = VIEWS.some(each => each.name === view) ? view : 'videos';
  return [known, id ? decodeURIComponent(id) : ''];
}

customElements.define('dashline-app', App);
