/** Streams of events, for as long as somebody listens. */

/** A service that refused a stream is asked again after so long, or up to twice as long: not by all at once. */
const AGAIN_MILLIS = 3_000;

/**
 * Listens to a stream of videos. Where a connection breaks, the browser connects again by itself, and tells the last
 * event that it has. Where the service refuses, as it does with too many streams, the browser gives up: then another
 * stream is opened after a while.
 * @param heard takes a video
 * @param missed is called where events may have been missed
 * @param flows is told whether events come now
 * @returns what ends it
 */
export function listen(path, {heard, missed = () => {}, flows = () => {}}) {
  let stream;
  let timer;
  const open = again => {
    stream = new EventSource(path);
    stream.onopen = () => {
      flows(true);
      if (again) {
        missed();
      }
    };
    stream.onmessage = event => heard(JSON.parse(event.data));
    stream.addEventListener('reset', () => missed()); // too much has happened since the last event
    stream.onerror = () => {
      flows(false);
      if (stream.readyState === EventSource.CLOSED) {
        timer = setTimeout(() => open(true), AGAIN_MILLIS * (1 + Math.random()));
      }
    };
  };
  open(false);
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}
