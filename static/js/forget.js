// At a door nobody is signed in, or somebody is about to leave: nothing of what was on the screen stays (docs/adr/0024).
sessionStorage.removeItem("snapshot");
localStorage.setItem("epoch", `${Date.now()}-${Math.random()}`);
