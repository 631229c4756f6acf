import {html, repeat} from './vendor/lit-3.3.3.js';
import {PageElement} from './element.js';

/** Rows beyond the edges that are drawn, so that a fast finger finds them there. */
const SPARE = 6;

/**
 * A list of which only the rows in sight are drawn, so that it is as smooth with 10,000 as with ten. All rows have the
 * same height, which the style sheet gives as --row. The arrow keys move from row to row.
 */
class VirtualList extends PageElement {
  static properties = {items: {attribute: false}, row: {attribute: false}, label: {}, first: {state: true}};

  constructor() {
    super();
    this.items = [];
    this.first = 0;
    this.height = 60;
    this.seen = 12;
  }

  connectedCallback() {
    super.connectedCallback();
    const measured = new ResizeObserver(() => this.#measure());
    measured.observe(this);
    this.untilGone(() => measured.disconnect());
  }

  #measure() {
    this.height = parseFloat(getComputedStyle(this).getPropertyValue('--row')) || 60;
    this.seen = Math.ceil(this.clientHeight / this.height);
    this.#scrolled();
    this.requestUpdate();
  }

  #scrolled() {
    const box = this.querySelector('.scroll');
    this.first = box ? Math.floor(box.scrollTop / this.height) : 0;
  }

  #key(event) {
    const step = {ArrowDown: 1, ArrowUp: -1, PageDown: this.seen, PageUp: -this.seen,
      Home: -this.items.length, End: this.items.length}[event.key];
    const row = event.target.closest('[data-index]');
    if (step === undefined || !row) {
      return;
    }
    event.preventDefault();
    const index = Math.max(0, Math.min(this.items.length - 1, Number(row.dataset.index) + step));
    const box = this.querySelector('.scroll');
    const top = index * this.height;
    if (top < box.scrollTop || top + this.height > box.scrollTop + box.clientHeight) {
      box.scrollTop = step > 0 ? top + this.height - box.clientHeight : top;
    }
    this.#scrolled();
    this.updateComplete.then(() => this.querySelector(`[data-index="${index}"] a`)?.focus());
  }

  willUpdate() {
    this.style.flexBasis = `${this.items.length * this.height + 2}px`; // a short list is a short box
  }

  get from() {
    return Math.max(0, Math.min(this.first, this.items.length - 1) - SPARE);
  }

  /** The items that are drawn. */
  get shown() {
    return this.items.slice(this.from, this.first + this.seen + SPARE);
  }

  render() {
    const {from, shown} = this;
    return html`
      <div class="scroll" tabindex="-1" @scroll=${this.#scrolled} @keydown=${this.#key}>
        <ul aria-label=${this.label} .style=${`height:${this.items.length * this.height}px`}>
          ${repeat(shown, item => item.id, (item, place) => html`
            <li data-index=${from + place} aria-setsize=${this.items.length} aria-posinset=${from + place + 1}
              .style=${`transform:translateY(${(from + place) * this.height}px)`}>${this.row(item)}</li>`)}
        </ul>
      </div>`;
  }
}

customElements.define('dl-virtual-list', VirtualList);
