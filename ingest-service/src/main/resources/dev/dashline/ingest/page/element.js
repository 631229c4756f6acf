import {LitElement} from './vendor/lit-3.3.3.js';

/** An element of the page. All share one style sheet, so they draw into the page itself and not into shadow roots. */
export class PageElement extends LitElement {
  #cleanup = [];

  createRenderRoot() {
    return this;
  }

  /** Has `end` called once the element is gone from the page. */
  untilGone(end) {
    this.#cleanup.push(end);
  }

  /** Has the element drawn again each second, for what counts down. */
  drawEachSecond() {
    const timer = setInterval(() => this.requestUpdate(), 1000);
    this.untilGone(() => clearInterval(timer));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#cleanup.splice(0).forEach(end => end());
  }
}

/** Says something to the person, for some seconds; `tone` is `good` or `bad`. */
export function say(text, tone = 'good') {
  window.dispatchEvent(new CustomEvent('say', {detail: {text, tone}}));
}
