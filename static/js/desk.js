// Every page works without this. It makes the keyboard quick, keeps drafts, and locks an idle screen.
import { startKeys } from "./keys.js";
import { startDrafts } from "./drafts.js";
import { startLock } from "./lock.js";
import { startIntake } from "./intake.js";

startKeys();
startDrafts();
startLock();
startIntake();
