// The only file that knows Tauri: what the window may ask of the program. Everything throws a Failure.
import { listen } from "@tauri-apps/api/event";
import { getCurrentWindow } from "@tauri-apps/api/window";
import { commands, type Arrivals, type StageState, type SyncState } from "./bindings";
import { asFailure } from "./errors";

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

/** The program's commands, with failures in one shape. */
export const api = {
  search: (...args: Parameters<typeof commands.search>) => asked(commands.search(...args)),
  reading: (...args: Parameters<typeof commands.reading>) => asked(commands.reading(...args)),
  cities: (...args: Parameters<typeof commands.cities>) => asked(commands.cities(...args)),
  links: (...args: Parameters<typeof commands.links>) => asked(commands.links(...args)),
  overview: (...args: Parameters<typeof commands.overview>) => asked(commands.overview(...args)),
  wording: (...args: Parameters<typeof commands.wording>) => asked(commands.wording(...args)),
  status: () => asked(commands.status()),
  settings: () => asked(commands.settings()),
  saveSettings: (...args: Parameters<typeof commands.saveSettings>) => asked(commands.saveSettings(...args)),
  openOutside: (...args: Parameters<typeof commands.openOutside>) => asked(commands.openOutside(...args)),
  announce: (...args: Parameters<typeof commands.announce>) => asked(commands.announce(...args)),
  painted: () => asked(commands.painted()),
  syncState: () => asked(commands.syncState()),
  syncNow: () => asked(commands.syncNow()),
  syncStop: () => asked(commands.syncStop()),
  setServer: (...args: Parameters<typeof commands.setServer>) => asked(commands.setServer(...args)),
  account: () => asked(commands.account()),
  farewell: () => asked(commands.farewell()),
  farewellRead: () => asked(commands.farewellRead()),
  checkInvitation: (...args: Parameters<typeof commands.checkInvitation>) =>
    asked(commands.checkInvitation(...args)),
  deviceName: () => asked(commands.deviceName()),
  enrol: (...args: Parameters<typeof commands.enrol>) => asked(commands.enrol(...args)),
  signOut: () => asked(commands.signOut()),
  diagnose: () => asked(commands.diagnose()),
  diagnosisReport: (...args: Parameters<typeof commands.diagnosisReport>) =>
    asked(commands.diagnosisReport(...args)),
  chooseFolder: () => asked(commands.chooseFolder()),
  choosePersonal: () => asked(commands.choosePersonal()),
  chooseNewPersonal: () => asked(commands.chooseNewPersonal()),
  syncFolder: (...args: Parameters<typeof commands.syncFolder>) => asked(commands.syncFolder(...args)),
  news: (...args: Parameters<typeof commands.news>) => asked(commands.news(...args)),
  questions: () => asked(commands.questions()),
  question: (...args: Parameters<typeof commands.question>) => asked(commands.question(...args)),
  saveDraft: (...args: Parameters<typeof commands.saveDraft>) => asked(commands.saveDraft(...args)),
  queueQuestion: (...args: Parameters<typeof commands.queueQuestion>) =>
    asked(commands.queueQuestion(...args)),
  takeBack: (...args: Parameters<typeof commands.takeBack>) => asked(commands.takeBack(...args)),
  copyQuestion: (...args: Parameters<typeof commands.copyQuestion>) => asked(commands.copyQuestion(...args)),
  deleteQuestion: (...args: Parameters<typeof commands.deleteQuestion>) =>
    asked(commands.deleteQuestion(...args)),
  saveReply: (...args: Parameters<typeof commands.saveReply>) => asked(commands.saveReply(...args)),
  reply: (...args: Parameters<typeof commands.reply>) => asked(commands.reply(...args)),
  unsay: (...args: Parameters<typeof commands.unsay>) => asked(commands.unsay(...args)),
  withdrawQuestion: (...args: Parameters<typeof commands.withdrawQuestion>) =>
    asked(commands.withdrawQuestion(...args)),
  consent: (...args: Parameters<typeof commands.consent>) => asked(commands.consent(...args)),
  markRead: (...args: Parameters<typeof commands.markRead>) => asked(commands.markRead(...args)),
  personalCounts: () => asked(commands.personalCounts()),
  rendered: (...args: Parameters<typeof commands.rendered>) => asked(commands.rendered(...args)),
  bookmarks: () => asked(commands.bookmarks()),
  addBookmark: (...args: Parameters<typeof commands.addBookmark>) => asked(commands.addBookmark(...args)),
  removeBookmark: (...args: Parameters<typeof commands.removeBookmark>) =>
    asked(commands.removeBookmark(...args)),
  notes: (...args: Parameters<typeof commands.notes>) => asked(commands.notes(...args)),
  notesOn: (...args: Parameters<typeof commands.notesOn>) => asked(commands.notesOn(...args)),
  addNote: (...args: Parameters<typeof commands.addNote>) => asked(commands.addNote(...args)),
  editNote: (...args: Parameters<typeof commands.editNote>) => asked(commands.editNote(...args)),
  removeNote: (...args: Parameters<typeof commands.removeNote>) => asked(commands.removeNote(...args)),
  exportPersonal: (...args: Parameters<typeof commands.exportPersonal>) =>
    asked(commands.exportPersonal(...args)),
  importPersonal: (...args: Parameters<typeof commands.importPersonal>) =>
    asked(commands.importPersonal(...args)),
  wipePersonal: () => asked(commands.wipePersonal()),
  personalHealing: () => asked(commands.personalHealing()),
  chooseDocumentPlace: (...args: Parameters<typeof commands.chooseDocumentPlace>) =>
    asked(commands.chooseDocumentPlace(...args)),
  printRecord: (...args: Parameters<typeof commands.printRecord>) => asked(commands.printRecord(...args)),
  printHandout: (...args: Parameters<typeof commands.printHandout>) => asked(commands.printHandout(...args)),
  printComparison: (...args: Parameters<typeof commands.printComparison>) =>
    asked(commands.printComparison(...args)),
  printSlides: (...args: Parameters<typeof commands.printSlides>) => asked(commands.printSlides(...args)),
  workshops: () => asked(commands.workshops()),
  workshop: (...args: Parameters<typeof commands.workshop>) => asked(commands.workshop(...args)),
  beginWorkshop: (...args: Parameters<typeof commands.beginWorkshop>) =>
    asked(commands.beginWorkshop(...args)),
  keepWorkshop: (...args: Parameters<typeof commands.keepWorkshop>) => asked(commands.keepWorkshop(...args)),
  takeDown: (...args: Parameters<typeof commands.takeDown>) => asked(commands.takeDown(...args)),
  deleteWorkshop: (...args: Parameters<typeof commands.deleteWorkshop>) =>
    asked(commands.deleteWorkshop(...args)),
  deck: (...args: Parameters<typeof commands.deck>) => asked(commands.deck(...args)),
  newer: (...args: Parameters<typeof commands.newer>) => asked(commands.newer(...args)),
  renewWorkshop: (...args: Parameters<typeof commands.renewWorkshop>) =>
    asked(commands.renewWorkshop(...args)),
  addImage: (...args: Parameters<typeof commands.addImage>) => asked(commands.addImage(...args)),
  image: (...args: Parameters<typeof commands.image>) => asked(commands.image(...args)),
  exportWorkshop: (...args: Parameters<typeof commands.exportWorkshop>) =>
    asked(commands.exportWorkshop(...args)),
  importWorkshop: (...args: Parameters<typeof commands.importWorkshop>) =>
    asked(commands.importWorkshop(...args)),
  chooseWorkshopPlace: (...args: Parameters<typeof commands.chooseWorkshopPlace>) =>
    asked(commands.chooseWorkshopPlace(...args)),
  chooseWorkshopFile: () => asked(commands.chooseWorkshopFile()),
  chooseImage: () => asked(commands.chooseImage()),
  stageDisplays: () => asked(commands.stageDisplays()),
  present: (...args: Parameters<typeof commands.present>) => asked(commands.present(...args)),
  stage: () => asked(commands.stage()),
  stageDeck: () => asked(commands.stageDeck()),
  stageAct: (...args: Parameters<typeof commands.stageAct>) => asked(commands.stageAct(...args)),
  stageSize: (...args: Parameters<typeof commands.stageSize>) => asked(commands.stageSize(...args)),
  stageEscape: () => asked(commands.stageEscape()),
  stageEnd: () => asked(commands.stageEnd()),
  stageResume: () => asked(commands.stageResume()),
  stagePresenter: () => asked(commands.stagePresenter()),
  stageSwap: () => asked(commands.stageSwap()),
  stageRenew: (...args: Parameters<typeof commands.stageRenew>) => asked(commands.stageRenew(...args)),
};

/** Is told every change of where syncing stands; resolves once nothing told from then on is missed. */
export async function onSync(told: (state: SyncState) => void): Promise<void> {
  await listen<SyncState>("sync", (event) => told(event.payload));
}

/** Is told what became of questions: how much, never what. */
export async function onLetters(told: (arrivals: Arrivals) => void): Promise<void> {
  await listen<Arrivals>("letters", (event) => told(event.payload));
}

/** Is told that a notification of the system's was pressed. */
export async function onPressed(told: () => void): Promise<void> {
  await listen("pressed", told);
}

/** Is told every change of what is presented; resolves once nothing told from then on is missed. */
export async function onStage(told: (state: StageState | null) => void): Promise<void> {
  await listen<StageState | null>("stage", (event) => told(event.payload));
}

/** Puts a title on the document and, where there is one, on the window's frame. */
export function nameWindow(title: string): void {
  document.title = title;
  // Best effort: in a plain browser, as in tests, there is no frame to name.
  void (async () => getCurrentWindow().setTitle(title))().catch(() => undefined);
}
