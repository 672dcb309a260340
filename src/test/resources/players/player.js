// Watches a whole title as a restless viewer does, and tells how it went by asking for /done?{what happened, as JSON}.
const PATIENCE_MS = 15_000;
const MOST_ERRORS = 20;
const END_TOLERANCE = 0.3;
const PLAYBACK_RATE = 4;
const video = document.querySelector('video');
const asked = new URLSearchParams(location.search);
const report = {
  finished: false, step: '', played: 0, renditions: [], audios: 0, subtitles: 0, failure: '', errors: [],
};

function noteError(text) {
  report.errors.length < MOST_ERRORS && report.errors.push(text);
}

function fail(text) {
  report.failure ||= `${report.step}: ${text}`;
}

async function until(what, holds) {
  report.step = what;
  const deadline = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (report.failure) {
      throw new Error(report.failure);
    }
    if (performance.now() > deadline) {
      throw new Error(`not within ${PATIENCE_MS} ms`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

async function playsOn(what, seconds) {
  const from = video.currentTime;
  await until(`${what}: playing on from ${from}`, () => video.currentTime > from + seconds);
  report.played += video.currentTime - from;
}

async function seek(seconds) {
  video.currentTime = seconds;
  await until(`a seek to ${seconds}`, () => !video.seeking);
  await playsOn(`after a seek to ${seconds}`, 0.3);
}

const isBufferedWhole = () => video.buffered.length === 1
    && video.buffered.start(0) < END_TOLERANCE && video.buffered.end(0) > video.duration - END_TOLERANCE;

async function fromTheStart(what) {
  video.currentTime = 0;
  await playsOn(what, 0.3);
  await until(`${what}: all of it is here`, isBufferedWhole);
}

const SCRIPTS = {
  'hls.js': 'node_modules/hls.js/dist/hls.min.js',
  'dash.js': 'node_modules/dashjs/dist/modern/umd/dash.all.min.js',
};

async function loaded(script) {
  const element = document.createElement('script');
  element.src = script;
  const isLoaded = new Promise((resolve, refuse) => Object.assign(element, { onload: resolve, onerror: refuse }));
  document.head.append(element);
  await isLoaded;
}

// What each player calls its switches.
const PLAYERS = {
  'hls.js': url => {
    const hls = new Hls({ startLevel: 0 });
    hls.on(Hls.Events.ERROR, (_, error) => (error.fatal ? fail : noteError)(error.details));
    hls.loadSource(url);
    hls.attachMedia(video);
    return {
      renditions: () => hls.levels.map((level, at) => ({
        height: level.height, choose: () => { hls.currentLevel = at; },
      })),
      audios: () => hls.audioTracks.map((_, at) => () => { hls.audioTrack = at; }),
      subtitles: () => hls.subtitleTracks.map((_, at) => () => { hls.subtitleDisplay = true; hls.subtitleTrack = at; }),
    };
  },
  'dash.js': url => {
    const dash = dashjs.MediaPlayer().create();
    dash.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: false, audio: false } } } });
    dash.on(dashjs.MediaPlayer.events.ERROR, ({ error }) => fail(`${error.code} ${error.message}`));
    dash.initialize(video, url, false);
    const tracks = type => dash.getTracksFor(type).map(track => () => dash.setCurrentTrack(track));
    return {
      renditions: () => dash.getRepresentationsByType('video').map(one => ({
        height: one.height, choose: () => dash.setRepresentationForTypeById('video', one.id, true),
      })),
      audios: () => tracks('audio'),
      subtitles: () => tracks('text').map((_, at) => () => { dash.setTextTrack(at); }),
    };
  },
  'Chromium': url => {
    video.src = url;
    return { renditions: () => [], audios: () => [], subtitles: () => [] };
  },
};

async function watch() {
  video.addEventListener('error', () => fail(`${video.error.code} ${video.error.message}`));
  const name = asked.get('player');
  if (name in SCRIPTS) {
    await loaded(SCRIPTS[name]);
  }
  const player = PLAYERS[name](asked.get('url'));
  await until('the title is known', () => video.readyState >= HTMLMediaElement.HAVE_METADATA);
  await video.play();
  video.playbackRate = PLAYBACK_RATE;
  await playsOn('from the start', 1);
  await seek(video.duration / 2);
  await seek(video.duration - 1.5);
  for (const rendition of player.renditions().toReversed()) {
    rendition.choose();
    await fromTheStart(`the rendition of ${rendition.height} lines`);
    await until(`${rendition.height} lines are shown`, () => video.videoHeight === rendition.height);
    report.renditions.push(video.videoHeight);
  }
  for (const choose of player.audios().toReversed()) {
    choose();
    await fromTheStart('another audio');
    report.audios++;
  }
  for (const choose of player.subtitles()) {
    choose();
    await fromTheStart('subtitles');
    await until('a subtitle', () => [...video.textTracks].some(track => track.cues?.length > 0));
    report.subtitles++;
  }
  await seek(video.duration - 1);
  await until('the end', () => video.ended);
  report.finished = true;
}

watch()
    .catch(broken => fail(broken.message))
    .finally(() => fetch(`/done?${encodeURIComponent(JSON.stringify(report))}`));
