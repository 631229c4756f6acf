/** Uploads by the protocol tus 1.0: in parts, and after a break from where the service says that it has come to. */
import {Refusal, session} from './api.js';

const VERSION = {'Tus-Resumable': '1.0.0'};

/** A part is small enough that little is sent again after a break, and large enough that few are needed. */
const PART_BYTES = 8 * 1024 * 1024;

const MOST_TRIES = 8;
const LONGEST_PAUSE_MILLIS = 15_000;

/** Bytes of UTF-8 in base64, as Upload-Metadata has its values. */
const encoded = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/**
 * Uploads a file; an upload of the same file that was broken off before, in this browser, goes on.
 * @param metadata names and texts
 * @param progress called with the number of bytes that have arrived
 * @param signal aborts it
 * @returns the headers of the last answer
 */
export async function upload(file, metadata, progress, signal) {
  const memory = `upload:${file.name}:${file.size}:${file.lastModified}`;
  let location = localStorage.getItem(memory);
  let offset = location ? await offsetOf(location, signal).catch(() => null) : null;
  if (offset === null) {
    location = await create(file, metadata, signal);
    localStorage.setItem(memory, location);
    offset = 0;
  }
  let answer = null;
  let tries = 0;
  while (offset < file.size || answer === null) {
    try {
      answer = await send(location, file, offset, progress, signal);
      offset = Number(answer.header('Upload-Offset'));
      tries = 0;
    } catch (refusal) {
      if (signal.aborted || !mayPass(refusal) || ++tries >= MOST_TRIES) {
        localStorage.removeItem(memory);
        throw refusal;
      }
      await pause(Math.min(LONGEST_PAUSE_MILLIS, 500 * 2 ** tries), signal);
      offset = await offsetOf(location, signal).catch(() => offset);
      progress(offset);
    }
  }
  localStorage.removeItem(memory);
  return answer;
}

/** No answer, a busy service, or an offset that was not the service's. */
const mayPass = refusal => refusal.status === 0 || refusal.status === 409 || refusal.status === 423
  || refusal.status === 429 || refusal.status >= 500;

async function create(file, metadata, signal) {
  const answer = await fetch('/uploads', {method: 'POST', signal, headers: {
    ...VERSION,
    'Upload-Length': String(file.size),
    'Upload-Metadata': Object.entries(metadata).map(([name, text]) => `${name} ${encoded(text)}`).join(','),
  }});
  if (answer.status !== 201) {
    throw await refusal(answer);
  }
  return new URL(answer.headers.get('Location'), window.location.href).pathname;
}

async function offsetOf(location, signal) {
  const answer = await fetch(location, {method: 'HEAD', signal, headers: VERSION, cache: 'no-store'});
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return Number(answer.headers.get('Upload-Offset'));
}

/** By XMLHttpRequest, since fetch does not tell how much has been sent. */
function send(location, file, offset, progress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PATCH', location);
    Object.entries({...VERSION, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream'})
      .forEach(([name, value]) => request.setRequestHeader(name, value));
    request.upload.onprogress = event => progress(offset + event.loaded);
    request.onload = () => request.status < 300
      ? resolve({header: name => request.getResponseHeader(name), body: request.responseText})
      : reject(refusalOf(request.status, request.responseText));
    request.onerror = () => reject(refusalOf(0, ''));
    request.onabort = () => reject(refusalOf(0, ''));
    signal.addEventListener('abort', () => request.abort(), {once: true});
    request.send(file.slice(offset, offset + PART_BYTES));
  });
}

const refusal = async answer => refusalOf(answer.status, await answer.text());

function refusalOf(status, text) {
  if (status === 401) {
    session.dispatchEvent(new Event('signed-out'));
  }
  try {
    return new Refusal(status, JSON.parse(text));
  } catch {
    return new Refusal(status, status === 0 ? {detail: 'The connection was lost.'} : {});
  }
}

const pause = (millis, signal) => new Promise(resolve => {
  const timer = setTimeout(resolve, millis);
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    resolve();
  }, {once: true});
});
