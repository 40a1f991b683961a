// A clock that runs: for how long something has been waiting.
const words = (seconds) => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `há ${hours} h ${minutes} min` : minutes ? `há ${minutes} min ${seconds % 60} s` : `há ${seconds} s`;
};

setInterval(() => {
  for (const place of document.querySelectorAll("[data-since]")) {
    const passed = Math.floor((Date.now() - new Date(place.dataset.since)) / 1000);
    if (passed >= 0) place.textContent = words(passed);
  }
}, 1000);
