import {html, nothing} from './vendor/lit-3.3.3.js';
import {signIn} from './api.js';
import {PageElement} from './element.js';

/** Asks for a key, and gives it away for a cookie that no script can read. The page keeps no key. */
class SignIn extends PageElement {
  static properties = {refusal: {state: true}, busy: {state: true}};

  async #submit(event) {
    event.preventDefault();
    const field = this.querySelector('input');
    this.busy = true;
    this.refusal = null;
    try {
      const who = await signIn(field.value.trim());
      field.value = '';
      this.dispatchEvent(new CustomEvent('signed-in', {detail: who}));
    } catch (refusal) {
      this.refusal = refusal;
      field.select();
    } finally {
      this.busy = false;
    }
  }

  firstUpdated() {
    this.querySelector('input').focus();
  }

  render() {
    return html`
      <form class="sign-in card" @submit=${this.#submit}>
        <img src="/page/icon.svg" alt="" width="44" height="44">
        <h1>Sign in to Dashline</h1>
        <p class="quiet">With a key that an operator has made for you: <code>dashline key create</code>.</p>
        <label>Key
          <input type="password" name="key" autocomplete="current-password" required
            placeholder="dashline_…" aria-describedby="why">
        </label>
        <p id="why" class="bad" role="alert">${this.refusal
          ? (this.refusal.status === 401 ? 'This key is not valid, or not any more.' : this.refusal.sentence)
          : nothing}</p>
        <button class="main" ?disabled=${this.busy}>${this.busy ? 'Signing in …' : 'Sign in'}</button>
      </form>`;
  }
}

customElements.define('dl-sign-in', SignIn);
