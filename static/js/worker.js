// The service worker. It keeps one page for a broken network and what that page is drawn with; of people it keeps nothing.
const CACHE = "front-desk-1";
const OFFLINE = "/offline/";
const NO_HOUSE_BEHIND_IT = [502, 503, 504]; // what a proxy says when the server is down

async function keep(language) {
  const page = await fetch(`${OFFLINE}?language=${language}`, { cache: "no-store", credentials: "omit" });
  if (!page.ok) return;
  const text = await page.clone().text();
  const drawn = new Set([...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]));
  const cache = await caches.open(CACHE);
  await cache.addAll([...drawn]);
  await cache.put(OFFLINE, page);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname !== OFFLINE && !drawn.has(pathname)) await cache.delete(request);
  }
}

const kept = async (request) => (await caches.match(request, { ignoreVary: true })) ?? Response.error();

async function navigate(request) {
  try {
    const answer = await fetch(request);
    return NO_HOUSE_BEHIND_IT.includes(answer.status) ? kept(OFFLINE) : answer;
  } catch {
    return kept(OFFLINE);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep("zh-hans").then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.data?.keep && event.waitUntil(keep(event.data.keep)));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(navigate(event.request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(fetch(event.request).catch(() => kept(event.request)));
});
